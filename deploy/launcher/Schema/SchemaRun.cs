using Grpc.Core;
using Platform.Schema.V1;
using Spectre.Console;

namespace Platform.Launcher.Schema;

/// <summary>Follows an Apply or a Rollback: a line for each step, as it ends.</summary>
internal sealed class SchemaRun(SchemaClient client)
{
    public async Task RunAsync<TResponse>(
        string what,
        AsyncServerStreamingCall<TResponse> call,
        Func<TResponse, SchemaProgress> progressOf,
        CancellationToken cancellation
    )
    {
        using (call)
        {
            try
            {
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    Show(progressOf(call.ResponseStream.Current));
                }
            }
            catch (RpcException problem) when (!cancellation.IsCancellationRequested)
            {
                throw client.Failure(what, problem);
            }
        }
    }

    private static void Show(SchemaProgress progress)
    {
        var place = $"{progress.Pack} {progress.Step?.Number ?? progress.Total}/{progress.Total}";
        var backup = progress.Backup.Length > 0 ? $" (backup: {progress.Backup})" : "";
        var step = (progress.Step?.Summary ?? "") + backup;
        switch (progress.State)
        {
            case StepState.Done:
                Terminal.Step($"{place}  {step}");
                break;
            case StepState.Failed when progress.Step is not null:
                Line("red", $"{place}  failed: {step}: {progress.Error}");
                break;
            case StepState.RolledBack:
                Line("yellow", $"{place}  taken back: {step}");
                break;
            case StepState.Kept:
                Line("red", $"{place}  stays done: {step}: {progress.Error}");
                break;
            case StepState.Finished:
                Terminal.Good(
                    $"{progress.Pack} is at version {progress.Version}, {progress.Total} steps"
                );
                break;
            default:
                break;
        }
    }

    private static void Line(string colour, string text) =>
        Terminal.Out.MarkupLine($"[{colour}]{Markup.Escape(text)}[/]");
}
