using Platform.Interop.Client;
using Platform.Interop.Kit;

namespace Platform.Interop;

/// <summary>The interoperability cases from grpc-js, which shares no code with the .NET libraries.</summary>
[Collection(InteropCollection.Name)]
public class NodeInteropTests(InteropFixture fixture)
{
    public static TheoryData<Way, string> Cases => InteropCases.EachWay();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_case_holds(Way way, string name)
    {
        var run = await NodeClient.RunAsync(name, fixture[way]);
        run.ExitCode.ShouldBe(0, run.Output);
    }

    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.Gateway)]
    public async Task A_case_that_does_not_hold_fails(Way way)
    {
        var closed = fixture[way] with { Value = "wrong" };
        var run = await NodeClient.RunAsync("empty_unary", closed);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("UNAUTHENTICATED");
    }
}
