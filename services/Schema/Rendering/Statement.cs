namespace Platform.Schema.Rendering;

/// <summary>One thing to run against a store; the name says what it makes, as "table ticks".</summary>
public sealed record Statement(string Name, string Text);
