using System.Text.Json;
using Platform.TestKit;

namespace Platform.Clients;

[CollectionDefinition("suite")]
public sealed class SuiteCollection : ICollectionFixture<SuiteFixture>;

/// <summary>Each program of docs/clients.md writes three ticks and must read them once.</summary>
[Collection("suite")]
public class SnippetTests(SuiteFixture suite)
{
    private static readonly double[] Bids = [1, 2, 3];

    [Fact]
    public async Task The_CSharp_program_reads_its_ticks_once()
    {
        var read = await CSharpExample.RunAsync(
            suite.Gateway.Address.ToString(),
            suite.ApiKey,
            "CSHARP"
        );

        read.ShouldBe(Bids);
    }

    [Fact]
    public void The_CSharp_program_that_is_run_is_the_one_in_the_guide()
    {
        var source = Path.Combine(Snippets.RepoRoot, "tests/Clients/CSharpExample.cs");
        Snippets.Of("csharp").ShouldHaveSingleItem().ShouldBe(File.ReadAllText(source));
    }

    [Fact]
    public async Task The_Node_program_reads_its_ticks_once()
    {
        var packages = await NodePackages.InstallAsync(Snippets.NodeFolder);
        var folder = Directory.CreateTempSubdirectory("platform-node-");
        try
        {
            var program = Path.Combine(folder.FullName, "client.js");
            await File.WriteAllTextAsync(program, Snippets.Of("js").ShouldHaveSingleItem());

            var output = await Programs.RunAsync(
                "node",
                [program, suite.Gateway.Address.Authority, suite.ApiKey, Snippets.Protos, "NODE"],
                folder.FullName,
                ("NODE_PATH", packages)
            );

            JsonSerializer.Deserialize<double[]>(output).ShouldBe(Bids);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [PythonFact]
    public async Task The_Python_program_reads_its_ticks_once()
    {
        var folder = Directory.CreateTempSubdirectory("platform-python-");
        try
        {
            var program = Path.Combine(folder.FullName, "client.py");
            await File.WriteAllTextAsync(program, Snippets.Of("python").ShouldHaveSingleItem());
            await Programs.RunAsync(
                Snippets.Protoc,
                [
                    $"-I{Snippets.Protos}",
                    $"-I{Snippets.WellKnownProtos}",
                    "--include_imports",
                    "--descriptor_set_out=platform.binpb",
                    "platform/timeseries/v1/timeseries.proto",
                ],
                folder.FullName
            );

            var output = await Programs.RunAsync(
                PythonFactAttribute.Python,
                ["client.py", suite.Gateway.Address.Authority, suite.ApiKey, "PYTHON"],
                folder.FullName
            );

            JsonSerializer.Deserialize<double[]>(output).ShouldBe(Bids);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
