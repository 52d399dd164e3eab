using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.Topics;

namespace Platform.Stream.Hosting;

/// <summary>
/// Opens the log, creates the topics of the definitions file and reports health while the process
/// runs.
/// </summary>
internal sealed class LogEngineHost(
    ILogEngine engine,
    IOptions<StreamOptions> options,
    HealthRegistry health
) : BackgroundService
{
    private const string Store = "stream";
    private static readonly TimeSpan HealthInterval = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        health.NotServing(Store, "the log is being opened");
        try
        {
            Directory.CreateDirectory(options.Value.Path);
            await engine.StartAsync(cancellationToken);
            foreach (var topic in TopicDefinitions.Load(options.Value.TopicsFile))
            {
                await CreateAsync(topic, cancellationToken);
            }
        }
        catch (Exception failure)
            when (failure is LogException or IOException or UnauthorizedAccessException)
        {
            // One line, as for any other setting that can't be worked with.
            throw new OptionsValidationException(
                StreamOptions.Section,
                typeof(StreamOptions),
                [$"Stream:Path is '{options.Value.Path}': {failure.Message}"]
            );
        }
        Report();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(HealthInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Report();
        }
    }

    private void Report()
    {
        if (engine.Impediment is { } problem)
        {
            health.NotServing(Store, problem);
        }
        else
        {
            health.Serving(Store);
        }
    }

    private async Task CreateAsync(TopicSettings topic, CancellationToken cancellation)
    {
        try
        {
            await engine.CreateTopicAsync(topic, cancellation);
        }
        catch (TopicExistsException)
        {
            // The file says what a fresh log begins with; someone has made it otherwise since.
        }
    }
}
