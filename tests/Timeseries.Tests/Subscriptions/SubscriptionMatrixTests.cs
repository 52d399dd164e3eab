using Grpc.Core;
using Platform.Stream.V1;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Subscriptions;

/// <summary>Every start in every situation, each asserting the exact sequence of rows.</summary>
[Collection("tight suite")]
public class SubscriptionMatrixTests
{
    private const int HistoryRecords = 60;
    private const int HistoryRowsEach = 5;
    private const int BurstRecords = 250;
    private const int BurstRowsEach = 2_000;

    private readonly TightSuite _suite;
    private readonly TimeseriesService.TimeseriesServiceClient _client;
    private readonly StreamService.StreamServiceClient _stream;
    private readonly WrittenTape _tape;

    public SubscriptionMatrixTests(TightSuite suite)
    {
        _suite = suite;
        var channel = suite.OpenGateway();
        _client = new TimeseriesService.TimeseriesServiceClient(channel);
        _stream = new StreamService.StreamServiceClient(channel);
        _tape = new WrittenTape(_client, suite.KeyHeaders);
    }

    public static TheoryData<StartKind> Starts() => [.. Enum.GetValues<StartKind>()];

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Of_an_empty_symbol_everything_comes_from_its_first_tick_on(StartKind kind)
    {
        var start = await CaseAsync(kind, history: false);
        await using var reader = Subscribe(start.Start);
        await reader.UntilCaughtUpAsync();

        await _tape.WriteAsync(3, 4);

        await reader.UntilRowAsync(_tape.Rows - 1);
        AssertRows(reader, 0);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Of_history_only_comes_exactly_what_was_asked_for_and_then_CaughtUp(
        StartKind kind
    )
    {
        var start = await CaseAsync(kind);
        await using var reader = Subscribe(start.Start);

        await reader.UntilCaughtUpAsync();

        AssertRows(reader, start.FirstRow);
        AssertBeginning(reader, start, kind);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Live_ticks_follow_history_without_a_seam(StartKind kind)
    {
        var start = await CaseAsync(kind);
        await using var reader = Subscribe(start.Start);
        await reader.UntilAsync(() => reader.Others.Count > 0, "Confirmed");

        for (var i = 0; i < 10; i++)
        {
            await _tape.WriteAsync(5, 3);
        }

        await reader.UntilRowAsync(_tape.Rows - 1);
        await reader.UntilCaughtUpAsync();
        AssertRows(reader, start.FirstRow);
        AssertBeginning(reader, start, kind);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task A_reader_who_pauses_falls_behind_and_catches_up_with_everything(
        StartKind kind
    )
    {
        var start = await CaseAsync(kind);
        await using var reader = Subscribe(start.Start, SlowReaderPolicy.CatchUp);
        await reader.UntilCaughtUpAsync();
        await reader.PauseAsync();
        await _tape.WriteAsync(BurstRecords, BurstRowsEach);
        await _tape.UntilPublishedAsync();
        reader.Continue();

        await reader.UntilRowAsync(_tape.Rows - 1);
        await reader.UntilCaughtUpAsync(times: 2);
        AssertRows(reader, start.FirstRow);
        reader.Count(TickFrame.BodyOneofCase.FellBehind).ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Under_CONFLATE_a_slow_reader_gets_the_newest_and_the_count_of_the_rest(
        StartKind kind
    )
    {
        var start = await CaseAsync(kind);
        await using var reader = Subscribe(start.Start, SlowReaderPolicy.Conflate);
        await reader.UntilCaughtUpAsync();
        await reader.PauseAsync();
        await _tape.WriteAsync(BurstRecords, BurstRowsEach);
        await _tape.UntilPublishedAsync();
        reader.Continue();

        await reader.UntilRowAsync(_tape.Rows - 1);
        reader.ConflatedRows.ShouldBeGreaterThan(0ul);
        reader.Rows.ShouldBeInOrder();
        ((ulong)reader.Rows.Count + reader.ConflatedRows).ShouldBe(
            (ulong)(_tape.Rows - start.FirstRow),
            "what did not come was counted"
        );
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Under_SKIP_a_slow_reader_is_told_exactly_which_records_did_not_come(
        StartKind kind
    )
    {
        var start = await CaseAsync(kind);
        await using var reader = Subscribe(start.Start, SlowReaderPolicy.Skip);
        await reader.UntilCaughtUpAsync();
        await reader.PauseAsync();
        await _tape.WriteAsync(BurstRecords, BurstRowsEach);
        await _tape.UntilPublishedAsync();
        reader.Continue();

        await reader.UntilRowAsync(_tape.Rows - 1);
        var skipped = reader
            .Others.Where(frame => frame.BodyCase == TickFrame.BodyOneofCase.Skipped)
            .Select(frame => frame.Skipped)
            .Where(skip => skip.Reason == SkipReason.SlowReader)
            .ToList();
        skipped.ShouldNotBeEmpty();
        var ranges = skipped.SelectMany(skip => skip.Ranges).ToList();
        var expected = Enumerable
            .Range(start.FirstRow, _tape.Rows - start.FirstRow)
            .Where(row =>
            {
                var offset = _tape.Records[_tape.RecordOf(row)].Position.Offset;
                return !ranges.Any(r => offset >= r.FirstOffset && offset <= r.LastOffset);
            })
            .ToList();
        AssertSequence(reader.Rows, expected);
        skipped
            .Aggregate(0ul, (sum, skip) => sum + skip.Rows)
            .ShouldBe((ulong)(_tape.Rows - start.FirstRow - expected.Count));
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Under_DISCONNECT_a_slow_reader_is_ended_and_resumes_without_loss(
        StartKind kind
    )
    {
        var start = await CaseAsync(kind);
        await using var reader = Subscribe(start.Start, SlowReaderPolicy.Disconnect);
        await reader.UntilCaughtUpAsync();
        await reader.PauseAsync();
        await _tape.WriteAsync(BurstRecords, BurstRowsEach);
        await _tape.UntilPublishedAsync();
        reader.Continue();

        await reader.UntilEndAsync();
        reader.Failure!.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        reader.Failure.Status.Detail.ShouldContain("slowly");
        await using var second = Subscribe(reader.Resume());
        await second.UntilRowAsync(_tape.Rows - 1);
        AssertSequence([.. reader.Rows, .. second.Rows], Expected(start.FirstRow));
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task A_symbol_added_late_to_a_session_gets_its_history_too(StartKind kind)
    {
        var first = new WrittenTape(_client, _suite.KeyHeaders);
        await first.WriteAsync(3, 3);
        var start = await CaseAsync(kind);
        using var call = _client.TickSession(_suite.KeyHeaders);
        var readers = new SessionReaders(call.ResponseStream);
        await call.RequestStream.WriteAsync(
            new TickSessionRequest
            {
                Add = new SubscribeTicksRequest
                {
                    Symbols = { first.Symbol },
                    Start = new TickStart { LastN = 1_000 },
                },
            }
        );
        await using var one = readers.Open(1, call);
        await one.UntilCaughtUpAsync();

        await call.RequestStream.WriteAsync(
            new TickSessionRequest
            {
                Add = new SubscribeTicksRequest
                {
                    Symbols = { _tape.Symbol, first.Symbol },
                    Start = start.Start,
                },
            }
        );
        await using var two = readers.Open(2, call);
        await two.UntilCaughtUpAsync();
        await _tape.WriteAsync(4, 4);
        await first.WriteAsync(4, 4);
        await two.UntilRowAsync(_tape.Rows - 1);
        await one.UntilRowAsync(first.Rows - 1);

        AssertRows(two, start.FirstRow);
        AssertSequence(one.Rows, Enumerable.Range(0, first.Rows).ToList());
        two.Others[0].Confirmed.AlreadySubscribed.ShouldBe([first.Symbol]);
        await call.RequestStream.CompleteAsync();
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task After_a_restart_of_the_server_the_subscriber_resumes_exactly(StartKind kind)
    {
        var start = await CaseAsync(kind);
        await using var reader = Subscribe(start.Start);
        await reader.UntilCaughtUpAsync();
        await _tape.WriteAsync(4, 4);
        await _suite.Timeseries.RestartAsync();
        await reader.UntilEndAsync();
        reader.Failure.ShouldNotBeNull().StatusCode.ShouldBe(StatusCode.Unavailable);
        await _tape.WriteAsync(4, 4);

        await using var second = Subscribe(reader.Resume());
        await second.UntilRowAsync(_tape.Rows - 1);

        AssertSequence([.. reader.Rows, .. second.Rows], Expected(start.FirstRow));
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task A_cancelled_subscription_resumes_where_it_stopped(StartKind kind)
    {
        var start = await CaseAsync(kind);
        var rows = new List<int>();
        var next = start.Start;
        for (var i = 0; i < 4; i++)
        {
            await using var reader = Subscribe(next);
            await reader.UntilAsync(() => reader.Others.Count > 0, "Confirmed");
            await _tape.WriteAsync(5, 5);
            await reader.UntilAsync(() => reader.Rows.Count > 0, "a row");
            await reader.DisposeAsync();
            rows.AddRange(reader.Rows);
            next = reader.Resume();
        }

        await using var last = Subscribe(next);
        await last.UntilCaughtUpAsync();
        AssertSequence([.. rows, .. last.Rows], Expected(start.FirstRow));
    }

    private async Task<StartCase> CaseAsync(StartKind kind, bool history = true)
    {
        if (history)
        {
            await _tape.WriteAsync(HistoryRecords, HistoryRowsEach);
        }
        return await StartCase.OfAsync(kind, _tape, _suite, _stream, _client);
    }

    private FrameReader Subscribe(
        TickStart start,
        SlowReaderPolicy policy = SlowReaderPolicy.Unspecified
    ) =>
        FrameReader.Subscribe(
            _client,
            _suite.KeyHeaders,
            new SubscribeTicksRequest
            {
                Symbols = { _tape.Symbol },
                Start = start,
                SlowReader = policy,
            }
        );

    private List<int> Expected(int firstRow) =>
        [.. Enumerable.Range(firstRow, _tape.Rows - firstRow)];

    private void AssertRows(FrameReader reader, int firstRow) =>
        AssertSequence(reader.Rows, Expected(firstRow));

    private void AssertBeginning(FrameReader reader, StartCase start, StartKind kind)
    {
        reader.Others[0].BodyCase.ShouldBe(TickFrame.BodyOneofCase.Confirmed);
        reader.Others[0].Confirmed.Symbols.ShouldBe([_tape.Symbol]);
        if (kind == StartKind.Snapshot)
        {
            reader.SnapshotRows.ShouldBe([start.FirstRow - 1]);
        }
        var skipped = reader
            .Others.Where(frame => frame.BodyCase == TickFrame.BodyOneofCase.Skipped)
            .Select(frame => frame.Skipped)
            .ToList();
        skipped.Count.ShouldBe(start.ExpectsSkipped ? 1 : 0);
        if (start.ExpectsSkipped)
        {
            skipped[0].Reason.ShouldBe(SkipReason.Retention);
            var range = skipped[0].Ranges.ShouldHaveSingleItem();
            range.FirstOffset.ShouldBe(_tape.Records[0].Position.Offset);
            range.LastOffset.ShouldBe(
                _tape.Records[_tape.RecordOf(start.FirstRow)].Position.Offset - 1
            );
        }
    }

    /// <summary>Says where two long sequences part instead of printing them.</summary>
    private static void AssertSequence(IReadOnlyList<int> actual, List<int> expected)
    {
        for (var i = 0; i < Math.Min(actual.Count, expected.Count); i++)
        {
            actual[i].ShouldBe(expected[i], $"at index {i} of {expected.Count}");
        }
        actual.Count.ShouldBe(expected.Count);
    }
}
