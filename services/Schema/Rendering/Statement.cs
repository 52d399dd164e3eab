namespace Platform.Schema.Rendering;

/// <summary>
/// One thing to run against a store; the name says what it makes, as "table ticks". For a store that is asked
/// over HTTP the text is the body, and the target the method and path.
/// </summary>
public sealed record Statement(string Name, string Text, string? Target = null);
