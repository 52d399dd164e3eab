namespace Platform.ClickHouse.Tests.Codecs;

public sealed class RoundTripTests
{
    public static TheoryData<string> Types => Samples.Types;

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Every_type_comes_back_as_it_was_written(string type)
    {
        var values = Samples.All[type];
        var read = await Wire.RoundTripAsync(Column.FromValues(type, values));
        read.Type.ShouldBe(ColumnType.Parse(type));
        Same.AssertEqual(values, Wire.ValuesOf(read));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Bytes_may_arrive_one_at_a_time(string type)
    {
        var values = Samples.All[type];
        Same.AssertEqual(
            values,
            Wire.ValuesOf(await Wire.RoundTripAsync(Column.FromValues(type, values), pieces: 1))
        );
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_column_without_rows_is_only_its_name_and_type(string type)
    {
        var bytes = await Wire.WriteAsync(new Block(("c", Column.FromValues(type, []))));
        var read = (await Wire.ReadAsync(bytes))[0];
        read.RowCount.ShouldBe(0);
        read[0].Type.ShouldBe(ColumnType.Parse(type));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_stream_cut_anywhere_is_an_error_and_never_a_shorter_result(string type)
    {
        var bytes = await Wire.WriteAsync(
            new Block(("c", Column.FromValues(type, Samples.All[type])))
        );
        var step = Math.Max(1, bytes.Length / 200);
        for (var length = 1; length < bytes.Length; length += step)
        {
            await Should.ThrowAsync<EndOfStreamException>(() => Wire.ReadAsync(bytes[..length]));
        }
    }

    [Fact]
    public async Task Several_blocks_with_many_columns_follow_each_other()
    {
        var names = Samples.All.Keys.ToArray();
        var columns = names
            .Select(type => Column.FromValues(type, [Samples.All[type][0], Samples.All[type][1]]))
            .ToArray();
        var block = new Block(names, columns);
        var read = await Wire.ReadAsync(await Wire.WriteAsync(block, block, block), pieces: 777);
        read.Count.ShouldBe(3);
        foreach (var again in read)
        {
            again.Names.ShouldBe(names);
            for (var i = 0; i < names.Length; i++)
            {
                Same.AssertEqual(Wire.ValuesOf(columns[i]), Wire.ValuesOf(again[i]));
            }
        }
    }

    [Fact]
    public async Task Large_columns_bypass_the_buffers()
    {
        var numbers = new long[300_000];
        var strings = new string[300_000];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = i * 31L;
            strings[i] =
                i % 1000 == 0
                    ? new string('z', 70_000)
                    : i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        var block = new Block(("n", Column.Of<long>(numbers)), ("s", Column.Strings(strings)));
        var read = (await Wire.ReadAsync(await Wire.WriteAsync(block), pieces: 50_000))[0];
        read.Values<long>("n").SequenceEqual(numbers).ShouldBeTrue();
        var text = (StringColumn)read["s"];
        for (var i = 0; i < strings.Length; i++)
        {
            text.GetString(i).ShouldBe(strings[i]);
        }
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(256, 300)]
    [InlineData(257, 300)]
    [InlineData(65_536, 70_000)]
    [InlineData(65_537, 70_000)]
    public async Task Dictionaries_of_each_index_width(int entries, int rows)
    {
        var dictionary = Enumerable.Range(0, entries).Select(i => $"s{i}").ToArray();
        var indexes = Enumerable
            .Range(0, rows)
            .Select(i => (entries - 1) - (i % entries))
            .ToArray();
        var read = (LowCardinalityColumn)
            await Wire.RoundTripAsync(Column.LowCardinality(dictionary, indexes), pieces: 999);
        read.Indexes.ToArray().ShouldBe(indexes);
        read.Dictionary.Count.ShouldBe(entries);
        read.GetString(rows - 1).ShouldBe(dictionary[indexes[^1]]);
    }
}
