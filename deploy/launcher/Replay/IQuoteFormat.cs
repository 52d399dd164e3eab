namespace Platform.Launcher.Replay;

/// <summary>How a line of a file becomes a quote. Made anew for each file; it may remember earlier lines.</summary>
internal interface IQuoteFormat
{
    /// <summary>False when the line is none (a header), or not yet a whole quote.</summary>
    /// <exception cref="FormatException">Says what is wrong with the line and what is allowed.</exception>
    bool TryParse(ReadOnlySpan<char> line, out Quote quote);
}
