namespace Platform.Launcher.Transfers;

/// <summary>A whole number of rows of a file, as a document of its own.</summary>
/// <param name="Number">From 0.</param>
/// <param name="RowsBefore">Rows of the file before it.</param>
/// <param name="Rows">Rows in it; 0 when only the engine can tell.</param>
/// <param name="Bytes">What is sent.</param>
internal sealed record SourceChunk(
    uint Number,
    ulong RowsBefore,
    ulong Rows,
    ReadOnlyMemory<byte> Bytes
);
