namespace Platform.Launcher.Books;

/// <summary>The state of one level from a time on.</summary>
/// <param name="Level">1 is the top of the book.</param>
public readonly record struct BookChange(string Symbol, long TimeMs, int Level, BookRow State);

/// <summary>The state of one level; all zero: it is empty.</summary>
public readonly record struct BookRow(
    double BidPrice,
    double BidVolume,
    double AskPrice,
    double AskVolume
);
