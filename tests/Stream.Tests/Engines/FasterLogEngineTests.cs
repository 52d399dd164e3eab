namespace Platform.Stream.Tests.Engines;

public sealed class FasterLogEngineTests : LogEngineConformance
{
    internal override EngineHarness CreateHarness() => new FasterHarness();
}
