using System.Runtime.InteropServices;
using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse.Tests.Codecs;

public sealed class IndexWidthsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Every_length_and_value_survives_widening_in_place(int width)
    {
        var random = new Random(width);
        var limit =
            width == 1 ? 256
            : width == 2 ? 65_536
            : int.MaxValue;
        for (var count = 0; count < 200; count++)
        {
            var expected = new int[count];
            var room = new int[(width == 8 ? 2 * count : count) + 5];
            var bytes = MemoryMarshal.AsBytes(room.AsSpan(0, width == 8 ? 2 * count : count));
            var source = bytes[^(count * width)..];
            for (var i = 0; i < count; i++)
            {
                expected[i] = random.Next(limit);
                BitConverter
                    .GetBytes((ulong)expected[i])
                    .AsSpan(0, width)
                    .CopyTo(source[(i * width)..]);
            }
            IndexWidths.Widen(room, count, width).ShouldBe((ulong)expected.DefaultIfEmpty().Max());
            room[..count].ShouldBe(expected);
        }
    }
}
