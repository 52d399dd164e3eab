using Platform.Launcher;

namespace Platform.TestKit;

/// <summary>The checkout the tests run from.</summary>
public static class Checkout
{
    public static string Root => Repository.Root;
}
