namespace Platform.Launcher.Transfers;

/// <summary>A format of others that is turned into CSV, always the same way.</summary>
internal interface ICsvSource
{
    /// <summary>What makes other rows of the same file.</summary>
    string Description { get; }

    /// <summary>A header of column names, then the rows. Disposing it ends the reading of the lines.</summary>
    System.IO.Stream ToCsv(System.IO.Stream lines);
}
