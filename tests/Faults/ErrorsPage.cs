using System.Text;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Platform.Common.V1;

namespace Platform.Faults;

/// <summary>docs/errors.md: a table of reasons, rendered from the contract, and a table of answers, held by the tests that get them.</summary>
internal static class ErrorsPage
{
    private const string Begin = "<!-- reasons: rendered from errors.proto -->";
    private const string End = "<!-- end of reasons -->";
    private const string Prefix = "ERROR_REASON_";

    public static string Location { get; } =
        System.IO.Path.Combine(Platform.Launcher.Repository.Root, "docs", "errors.md");

    private static readonly Lazy<string> Text = new(() => File.ReadAllText(Location));

    /// <summary>The part between the marks, without them.</summary>
    public static string Reasons => Between(Text.Value);

    public static bool Has(string asked, StatusCode code, ErrorReason reason) =>
        Text.Value.Contains($"\n| {asked} | {Upper(code.ToString())} | {NameOf(reason)} |");

    public static void Write(string reasons)
    {
        var text = Text.Value;
        File.WriteAllText(Location, text.Replace(Between(text), reasons));
    }

    public static string Render()
    {
        var page = new StringBuilder("\n| Reason | gRPC code | Retry unchanged? | What to do |\n");
        page.Append("|---|---|---|---|\n");
        foreach (var value in Values().OrderBy(value => value.Number))
        {
            var contract = value.GetOptions().GetExtension(ErrorsExtensions.Error);
            var code = Upper(((StatusCode)contract.GrpcCode).ToString());
            var retry = contract.Retriable ? "yes, after a back-off" : "no";
            var name = value.Name[Prefix.Length..];
            page.Append($"| {name} | {code} | {retry} | {contract.Action} |\n");
        }
        return page.ToString();
    }

    private static string Between(string text)
    {
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return text[from..text.IndexOf(End, StringComparison.Ordinal)];
    }

    private static string NameOf(ErrorReason reason) =>
        Values().Single(value => value.Number == (int)reason).Name[Prefix.Length..];

    private static IEnumerable<EnumValueDescriptor> Values() =>
        ErrorsReflection.Descriptor.EnumTypes.Single().Values;

    /// <summary>ResourceExhausted as RESOURCE_EXHAUSTED.</summary>
    private static string Upper(string name)
    {
        var upper = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && upper.Length > 0)
            {
                upper.Append('_');
            }
            upper.Append(char.ToUpperInvariant(letter));
        }
        return upper.ToString();
    }
}
