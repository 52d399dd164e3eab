using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>What a subscriber of indicators knows: the last it was told of each row.</summary>
internal sealed class LiveValues(IAsyncStreamReader<SubscribeIndicatorsResponse> responses)
{
    private readonly Dictionary<(string Name, long TimeUs), (bool Ready, double[] Row)> _rows = [];

    private Task<bool>? _next;

    public int Corrections { get; private set; }

    /// <summary>Reads the first message: the subscription has begun, so everything after it is told.</summary>
    public async Task ReadFirstAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        (await responses.MoveNext(timeout.Token)).ShouldBeTrue();
        Take(responses.Current);
    }

    /// <param name="expected">What is to be told in the end.</param>
    /// <param name="patience">For one row more: a machine may be slow with thousands of them.</param>
    public async Task ReadUntilAsync(IReadOnlyList<IndicatorBatch> expected, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            while (true)
            {
                _next ??= responses.MoveNext(CancellationToken.None);
                // Comparing everything for each of thousands of messages would take longer than the messages.
                if (!_next.IsCompleted && DifferenceTo(expected) is null)
                {
                    return;
                }
                (await _next.WaitAsync(timeout.Token)).ShouldBeTrue();
                _next = null;
                Take(responses.Current);
                // Not for a heartbeat: that comes also when there is nothing to tell.
                if (responses.Current.Indicator is not null)
                {
                    timeout.CancelAfter(patience);
                }
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException(DifferenceTo(expected));
        }
    }

    private void Take(SubscribeIndicatorsResponse response)
    {
        if (response.Indicator is not { } batch)
        {
            return;
        }
        Corrections += response.Corrected ? 1 : 0;
        for (var i = 0; i < batch.OpenTimeUs.Count; i++)
        {
            _rows[(batch.Indicator.Name, batch.OpenTimeUs[i])] = (
                batch.Ready[i],
                [.. batch.Outputs.Select(output => output.Values[i])]
            );
        }
    }

    /// <summary>Of the rows that were told at all: everything from the first close that was heard.</summary>
    private string? DifferenceTo(IReadOnlyList<IndicatorBatch> expected)
    {
        foreach (var batch in expected)
        {
            var name = batch.Indicator.Name;
            var hasBegun = false;
            for (var i = 0; i < batch.OpenTimeUs.Count; i++)
            {
                var isTold = _rows.TryGetValue((name, batch.OpenTimeUs[i]), out var row);
                hasBegun |= isTold;
                if (!isTold && (hasBegun || i == batch.OpenTimeUs.Count - 1))
                {
                    return $"{name}: row {i} was never told";
                }
                if (isTold && row.Ready != batch.Ready[i])
                {
                    return $"{name}: row {i} is ready or not";
                }
                for (var output = 0; isTold && output < batch.Outputs.Count; output++)
                {
                    var value = batch.Outputs[output].Values[i];
                    if (!ServiceTests.IsSame(row.Row[output], value))
                    {
                        return $"{name} {batch.Outputs[output].Name}: row {i} of {batch.OpenTimeUs.Count} is {row.Row[output]:R}, not {value:R}";
                    }
                }
            }
        }
        return null;
    }
}
