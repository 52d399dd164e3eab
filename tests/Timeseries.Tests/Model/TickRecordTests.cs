using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Model;

public class TickRecordTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_encoded_is_what_the_generated_parser_and_the_column_reader_see(int seed)
    {
        var random = new Random(seed);
        var ticks = Enumerable.Range(0, 300).Select(_ => AnyTick(random)).ToList();
        var rows = new TickRows();
        foreach (var tick in ticks)
        {
            rows.Add(tick, "EURUSD", "FBS-Demo", "demo");
        }

        var bytes = rows.Encode();

        var batch = TickBatch.Parser.ParseFrom(bytes);
        batch.Symbols.ShouldBe(["EURUSD"]);
        batch.Brokers.ShouldBe(["FBS-Demo"]);
        batch.AccountTypes.ShouldBe(["demo"]);
        batch.TimeUs.ShouldBe(ticks.Select(tick => tick.TimeUs));
        batch.Bid.ShouldBe(ticks.Select(tick => tick.Bid));
        batch.Ask.ShouldBe(ticks.Select(tick => tick.Ask));
        batch.Last.ShouldBe(ticks.Select(tick => tick.Last));
        batch.Volume.ShouldBe(ticks.Select(tick => tick.Volume));
        batch.Spread.ShouldBe(ticks.Select(tick => tick.Spread));
        batch.PrimarySession.ShouldBe(ticks.Select(tick => tick.PrimarySession));
        batch.Flags.ShouldBe(ticks.Select(tick => (uint)tick.Flags));

        var columns = new TickColumns(bytes);
        var volume = new ulong[columns.Rows];
        columns.CopyVolume(volume);
        for (var row = 0; row < ticks.Count; row++)
        {
            columns.RowAt(row, volume).ShouldBe(ticks[row]);
        }
    }

    [Fact]
    public void Columns_that_say_nothing_are_left_out_and_read_back_as_their_defaults()
    {
        var rows = new TickRows();
        rows.Add(new Tick(5, 1.25, 1.5, 0, 0, 0.25f, false, 0), "IBM", "", "");

        var batch = TickBatch.Parser.ParseFrom(rows.Encode());

        batch.Last.ShouldBeEmpty();
        batch.Volume.ShouldBeEmpty();
        batch.Spread.ShouldBeEmpty();
        batch.PrimarySession.ShouldBeEmpty();
        batch.Brokers.ShouldBeEmpty();
        batch.SymbolIndex.ShouldBeEmpty();
        new TickColumns(rows.Encode()).RowAt(0, []).Spread.ShouldBe(0.25f);
    }

    [Fact]
    public void Many_symbols_are_dictionary_coded_in_row_order()
    {
        var rows = new TickRows();
        var symbols = Enumerable.Range(0, 400).Select(i => $"S{i % 200}").ToList();
        foreach (var symbol in symbols)
        {
            rows.Add(new Tick(1, 1, 2, 0, 0, 1, false, 0), symbol, "", "");
        }

        var batch = TickBatch.Parser.ParseFrom(rows.Encode());

        batch.SymbolIndex.Select(index => batch.Symbols[(int)index]).ShouldBe(symbols);
    }

    [Theory]
    [InlineData(new byte[] { 0x08, 0x01 })]
    [InlineData(new byte[] { 0x0A, 0x7F, 0x41 })]
    [InlineData(new byte[] { 0x0A, 0x01, 0x41 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void Bytes_that_are_no_record_are_refused(byte[] bytes) =>
        Should.Throw<InvalidDataException>(() => new TickColumns(bytes).Rows);

    private static Tick AnyTick(Random random)
    {
        var bid = random.NextDouble() * 100;
        return new Tick(
            random.NextInt64(),
            bid,
            bid + random.NextDouble(),
            random.Next(2) * bid,
            (ulong)random.NextInt64() >> random.Next(64),
            random.NextSingle(),
            random.Next(2) == 1,
            (byte)random.Next(2)
        );
    }
}
