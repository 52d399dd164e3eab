using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Platform.Contracts.Tests.StandIns;

/// <summary>A type, or a member of a type, that one assembly takes from another.</summary>
internal sealed record UsedMember(string Assembly, string Type, string? Member)
{
    public override string ToString() => Member is null ? Type : $"{Type}: {Member}";
}

/// <summary>Lists what an assembly's metadata takes from the assemblies of the given names.</summary>
internal static class UsedMembers
{
    public static IReadOnlyList<UsedMember> Of(string path, IReadOnlySet<string> assemblies)
    {
        using var image = new PEReader(File.OpenRead(path));
        var reader = image.GetMetadataReader();
        var used = new List<UsedMember>();
        foreach (var handle in reader.TypeReferences)
        {
            var assembly = AssemblyOf(reader, handle);
            if (assemblies.Contains(assembly))
            {
                used.Add(new(assembly, NameOf(reader, handle), null));
            }
        }
        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (
                DeclaringType(reader, member.Parent) is { } type
                && assemblies.Contains(AssemblyOf(reader, type))
            )
            {
                used.Add(
                    new(AssemblyOf(reader, type), NameOf(reader, type), Describe(reader, member))
                );
            }
        }
        return used;
    }

    private static string Describe(MetadataReader reader, MemberReference member)
    {
        var name = reader.GetString(member.Name);
        return member.GetKind() == MemberReferenceKind.Method
            ? SignatureNames.OfMethod(
                name,
                member.DecodeMethodSignature(SignatureNames.Instance, null)
            )
            : SignatureNames.OfField(
                name,
                member.DecodeFieldSignature(SignatureNames.Instance, null)
            );
    }

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle) =>
        SignatureNames.Instance.GetTypeFromReference(reader, handle, 0);

    private static TypeReferenceHandle? DeclaringType(MetadataReader reader, EntityHandle parent) =>
        parent.Kind switch
        {
            HandleKind.TypeReference => (TypeReferenceHandle)parent,
            HandleKind.TypeSpecification => GenericType(
                reader,
                reader.GetTypeSpecification((TypeSpecificationHandle)parent)
            ),
            _ => null,
        };

    /// <summary>The open type of an instantiation: GENERICINST, CLASS or VALUETYPE, then the type.</summary>
    private static TypeReferenceHandle? GenericType(MetadataReader reader, TypeSpecification type)
    {
        var signature = reader.GetBlobReader(type.Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }
        signature.ReadCompressedInteger();
        var open = signature.ReadTypeHandle();
        return open.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)open : null;
    }

    private static string AssemblyOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => AssemblyOf(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => reader.GetString(
                reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name
            ),
            _ => "",
        };
    }
}
