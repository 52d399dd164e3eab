namespace Platform.Launcher.Replay;

/// <summary>One row of a file. Zero stands for what the row does not say.</summary>
internal readonly record struct Quote(
    long TimeUs,
    double Bid,
    double Ask,
    double Last = 0,
    ulong Volume = 0
);
