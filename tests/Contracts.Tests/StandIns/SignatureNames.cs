using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Platform.Contracts.Tests.StandIns;

/// <summary>
/// Writes types and signatures as text that is the same seen from the assembly that refers to a member and from the one
/// that defines it. The assembly a type lives in is left out: type forwarding makes it differ.
/// </summary>
internal sealed class SignatureNames : ISignatureTypeProvider<string, object?>
{
    public static readonly SignatureNames Instance = new();

    public static string OfMethod(string name, MethodSignature<string> signature)
    {
        var generic = signature.GenericParameterCount;
        var kind = signature.Header.IsInstance ? "" : "static ";
        var parameters = string.Join(", ", signature.ParameterTypes);
        return $"{kind}{signature.ReturnType} {name}`{generic}({parameters})";
    }

    public static string OfField(string name, string type) => $"{type} {name}";

    public string GetTypeFromDefinition(
        MetadataReader reader,
        TypeDefinitionHandle handle,
        byte kind
    )
    {
        var type = reader.GetTypeDefinition(handle);
        var declaring = type.GetDeclaringType();
        return declaring.IsNil
            ? Join(reader, type.Namespace, type.Name)
            : $"{GetTypeFromDefinition(reader, declaring, kind)}/{reader.GetString(type.Name)}";
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, kind)}/{reader.GetString(type.Name)}"
            : Join(reader, type.Namespace, type.Name);
    }

    public string GetTypeFromSpecification(
        MetadataReader reader,
        object? context,
        TypeSpecificationHandle handle,
        byte kind
    ) => reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public string GetGenericInstantiation(string generic, ImmutableArray<string> arguments) =>
        $"{generic}<{string.Join(",", arguments)}>";

    public string GetGenericMethodParameter(object? context, int index) => $"!!{index}";

    public string GetGenericTypeParameter(object? context, int index) => $"!{index}";

    public string GetArrayType(string element, ArrayShape shape) => $"{element}[{shape.Rank}]";

    public string GetSZArrayType(string element) => $"{element}[]";

    public string GetByReferenceType(string element) => $"{element}&";

    public string GetPointerType(string element) => $"{element}*";

    public string GetPinnedType(string element) => element;

    public string GetPrimitiveType(PrimitiveTypeCode code) => code.ToString();

    public string GetModifiedType(string modifier, string unmodified, bool isRequired) =>
        isRequired ? $"{unmodified} modreq({modifier})" : unmodified;

    public string GetFunctionPointerType(MethodSignature<string> signature) =>
        OfMethod("*", signature);

    private static string Join(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil
            ? reader.GetString(name)
            : $"{reader.GetString(space)}.{reader.GetString(name)}";
}
