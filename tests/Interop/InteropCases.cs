using Platform.Interop.Client;
using Platform.Interop.Kit;

namespace Platform.Interop;

/// <summary>Every case, each way. The node client must have the same ones, or its test fails.</summary>
internal static class InteropCases
{
    public static TheoryData<Way, string> EachWay()
    {
        var cases = new TheoryData<Way, string>();
        foreach (var way in Enum.GetValues<Way>())
        {
            foreach (var name in CSharpCases.All.Keys)
            {
                cases.Add(way, name);
            }
        }
        return cases;
    }
}
