using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Platform.Contracts.Tests.StandIns;

/// <summary>Every type and member of one assembly that another, named assembly may use.</summary>
internal sealed class DefinedMembers
{
    private readonly Dictionary<string, HashSet<string>> _membersByType = [];

    /// <summary>Whether the other assembly sees internal members too.</summary>
    private readonly bool _internalsVisible;

    public DefinedMembers(string path, string forAssembly)
    {
        using var image = new PEReader(File.OpenRead(path));
        var reader = image.GetMetadataReader();
        _internalsVisible = InternalsVisibleTo(reader).Contains(forAssembly);
        foreach (var handle in reader.TypeDefinitions)
        {
            Add(reader, handle);
        }
    }

    public bool HasType(string type) => _membersByType.ContainsKey(type);

    public bool HasMember(string type, string member) =>
        _membersByType.TryGetValue(type, out var members) && members.Contains(member);

    /// <summary>Pretends that the member was never written.</summary>
    public bool Remove(string type, string member) => _membersByType[type].Remove(member);

    private void Add(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var visibility = type.Attributes & TypeAttributes.VisibilityMask;
        if (
            visibility is not (TypeAttributes.Public or TypeAttributes.NestedPublic)
            && !_internalsVisible
        )
        {
            return;
        }
        var members = new HashSet<string>();
        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            if (IsVisible((int)(method.Attributes & MethodAttributes.MemberAccessMask)))
            {
                var signature = method.DecodeSignature(SignatureNames.Instance, null);
                members.Add(SignatureNames.OfMethod(reader.GetString(method.Name), signature));
            }
        }
        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            if (IsVisible((int)(field.Attributes & FieldAttributes.FieldAccessMask)))
            {
                var fieldType = field.DecodeSignature(SignatureNames.Instance, null);
                members.Add(SignatureNames.OfField(reader.GetString(field.Name), fieldType));
            }
        }
        _membersByType[SignatureNames.Instance.GetTypeFromDefinition(reader, handle, 0)] = members;
    }

    /// <summary>The accessibility values of methods and fields are the same numbers.</summary>
    private bool IsVisible(int access) =>
        (MethodAttributes)access switch
        {
            MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem =>
                true,
            MethodAttributes.Assembly => _internalsVisible,
            _ => false,
        };

    private static IEnumerable<string> InternalsVisibleTo(MetadataReader reader)
    {
        foreach (var handle in reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference)
            {
                continue;
            }
            var owner = reader
                .GetMemberReference((MemberReferenceHandle)attribute.Constructor)
                .Parent;
            if (
                owner.Kind == HandleKind.TypeReference
                && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)owner).Name)
                    == "InternalsVisibleToAttribute"
            )
            {
                var value = reader.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                yield return value.ReadSerializedString()!.Split(',')[0];
            }
        }
    }
}
