namespace Platform.ClickHouse.Native;

/// <summary>What a result may claim before it is taken for garbage rather than allocated for.</summary>
internal sealed record NativeLimits
{
    public static NativeLimits Default { get; } = new();

    public int BlockRows { get; init; } = 16 * 1024 * 1024;
    public int BlockColumns { get; init; } = 65_536;
    public int NameBytes { get; init; } = 4 * 1024 * 1024;
    public int StringBytes { get; init; } = 256 * 1024 * 1024;

    // Elements of all arrays of one column of a block; times 16 bytes it still fits an int.
    public int Elements { get; init; } = 64 * 1024 * 1024;
}
