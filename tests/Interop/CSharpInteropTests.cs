using Platform.Interop.Client;
using Platform.Interop.Kit;

namespace Platform.Interop;

/// <summary>The interoperability cases from the .NET client.</summary>
[Collection(InteropCollection.Name)]
public class CSharpInteropTests(InteropFixture fixture)
{
    public static TheoryData<Way, string> Cases => InteropCases.EachWay();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_case_holds(Way way, string name)
    {
        using var client = new CSharpClient(fixture[way]);
        await CSharpCases.All[name](client).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
