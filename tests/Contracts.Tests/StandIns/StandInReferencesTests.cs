using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;

namespace Platform.Contracts.Tests.StandIns;

/// <summary>The real server and client must find everything they take from the API assemblies.</summary>
public class StandInReferencesTests
{
    private static readonly Assembly[] s_apis =
    [
        typeof(Status).Assembly,
        typeof(ICompressionProvider).Assembly,
    ];

    private static readonly string[] s_users =
    [
        typeof(GrpcServiceOptions).Assembly.GetName().Name!,
        typeof(GrpcChannel).Assembly.GetName().Name!,
    ];

    public static TheoryData<string> Users => [.. s_users];

    [Theory]
    [MemberData(nameof(Users))]
    public void Every_reference_resolves(string user) =>
        Unresolved(user, Defined(user)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Users))]
    public void A_missing_member_is_found_out(string user)
    {
        var defined = Defined(user);
        var victims = Used(user).Where(used => used.Member is not null).Take(20).ToList();
        victims.Count.ShouldBe(20);
        foreach (var victim in victims)
        {
            defined[victim.Assembly].Remove(victim.Type, victim.Member!);
        }
        Unresolved(user, defined).ShouldBe(victims.Distinct(), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public void Every_type_loads_and_every_override_overrides(string user)
    {
        // Loading the types fails when an abstract member of a base class has no implementation.
        var types = Assembly.Load(user).GetTypes();
        types.Length.ShouldBeGreaterThan(50);

        const BindingFlags declared =
            BindingFlags.DeclaredOnly
            | BindingFlags.Instance
            | BindingFlags.Public
            | BindingFlags.NonPublic;
        var orphans = types
            .Where(type => type.IsClass)
            .SelectMany(type => type.GetMethods(declared))
            .Where(method => method.IsVirtual)
            .Where(method => !method.Attributes.HasFlag(MethodAttributes.NewSlot))
            .Where(method => method.GetBaseDefinition() == method)
            .Select(method => $"{method.DeclaringType}: {method}");
        orphans.ShouldBeEmpty();
    }

    [Fact]
    public void The_identity_is_the_one_the_real_assemblies_name()
    {
        foreach (var user in s_users.Select(Assembly.Load))
        {
            var wanted = user.GetReferencedAssemblies()
                .Where(name => s_apis.Any(api => api.GetName().Name == name.Name))
                .Select(name => name.FullName);
            wanted.ShouldBe(s_apis.Select(api => api.GetName().FullName), ignoreOrder: true);
        }
    }

    private static IEnumerable<UsedMember> Unresolved(
        string user,
        Dictionary<string, DefinedMembers> defined
    ) =>
        Used(user)
            .Where(used =>
                used.Member is null
                    ? !defined[used.Assembly].HasType(used.Type)
                    : !defined[used.Assembly].HasMember(used.Type, used.Member)
            )
            .Distinct();

    private static IReadOnlyList<UsedMember> Used(string user)
    {
        var names = s_apis.Select(api => api.GetName().Name!).ToHashSet();
        var used = UsedMembers.Of(Assembly.Load(user).Location, names);
        used.Count.ShouldBeGreaterThan(50);
        return used;
    }

    private static Dictionary<string, DefinedMembers> Defined(string user) =>
        s_apis.ToDictionary(
            api => api.GetName().Name!,
            api => new DefinedMembers(api.Location, forAssembly: user)
        );
}
