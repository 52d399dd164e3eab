using Platform.Launcher.Manifest;

namespace Platform.Launcher.Tests.Manifest;

public sealed class TyeFileTests
{
    [Fact]
    public void The_projects_own_file_names_processes_that_exist()
    {
        var file = TyeReader.Read(TyeReader.DefaultPath);

        file.Services.ShouldNotBeEmpty();
        foreach (var service in file.Services)
            File.Exists(Path.Combine(Repository.Root, service.Project!)).ShouldBeTrue(service.Name);
    }

    [Fact]
    public void The_projects_own_file_leaves_nothing_open()
    {
        var file = TyeReader.Read(TyeReader.DefaultPath);
        var folders = new[] { "ROOT", "DATA", "SECRETS", "ENGINES" }.ToDictionary(
            n => n,
            n => $"/{n}"
        );

        var plans = SuitePlan.From(file, folders, PortChoice.AsWritten);

        plans
            .SelectMany(plan => plan.Command.Environment.Values)
            .ShouldNotContain(v => v.Contains("${"));
        plans.SelectMany(plan => plan.Endpoints.Values.Select(url => url.Port)).ShouldBeUnique();
    }

    [Fact]
    public void A_misspelt_key_is_an_error_with_its_line() =>
        Refusal("name: x\nservices:\n  - name: a\n    projct: a.csproj\n").ShouldContain("line 4");

    [Fact]
    public void A_need_must_stand_above_who_needs_it() =>
        Refusal(Fakes.Yaml(("a", "needs:b"), ("b", ""))).ShouldContain("needs 'b'");

    [Fact]
    public void Two_services_of_one_name_are_refused() =>
        Refusal(Fakes.Yaml(("a", ""), ("a", ""))).ShouldContain("there twice");

    [Fact]
    public void A_port_out_of_range_is_refused_with_what_is_allowed() =>
        Refusal(Fakes.Yaml(("a", "")).Replace("port: 7000", "port: 70000"))
            .ShouldContain("1 to 65535");

    [Fact]
    public void An_unknown_placeholder_is_refused_with_those_known()
    {
        using var data = new TempFolder();
        var options = Fakes.Options(data, Fakes.Yaml(("a", "${HOME}")));

        var refusal = Should.Throw<LaunchFailure>(() =>
            SuitePlan.From(options.Manifest, options.Folders, PortChoice.AsWritten)
        );

        refusal.Message.ShouldContain("'${HOME}' is unknown");
        refusal.Message.ShouldContain("${DATA}");
        refusal.Message.ShouldContain("${PORT:a/http}");
    }

    [Theory]
    [InlineData(null, new string[0])]
    [InlineData("  a  b ", new[] { "a", "b" })]
    [InlineData("a 'b c' \"d  e\"", new[] { "a", "b c", "d  e" })]
    public void Arguments_split_at_blanks_outside_quotes(string? text, string[] words) =>
        CommandWords.Split(text).ShouldBe(words);

    [Fact]
    public void A_base_moves_every_port_and_free_ports_differ()
    {
        var file = TyeReader.Parse(Fakes.Yaml(("a", ""), ("b", "")), "x.yaml");

        PortChoice.Parse("17000").Assign(file).Values.ShouldBe([17000, 17001]);
        PortChoice.Parse("auto").Assign(file).Values.ShouldBeUnique();
        PortChoice.Parse(null).Assign(file).Values.ShouldBe([7000, 7001]);
        Should.Throw<LaunchFailure>(() => PortChoice.Parse("80")).Message.ShouldContain("1024");
    }

    private static string Refusal(string yaml) =>
        Should.Throw<LaunchFailure>(() => TyeReader.Parse(yaml, "x.yaml")).Message;
}
