namespace Platform.ServiceDefaults.Tests;

/// <summary>Tests that take over the console run alone.</summary>
[CollectionDefinition("console", DisableParallelization = true)]
public class ConsoleCollection;
