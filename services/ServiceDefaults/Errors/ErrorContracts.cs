using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Platform.Common.V1;

namespace Platform.ServiceDefaults;

/// <summary>What the contract says of each <see cref="ErrorReason"/>: read from its options, never repeated here.</summary>
internal static class ErrorContracts
{
    private const string Prefix = "ERROR_REASON_";

    private static readonly FrozenDictionary<
        ErrorReason,
        (string Name, StatusCode Code)
    > s_byReason = Values()
        .ToFrozenDictionary(
            value => (ErrorReason)value.Number,
            value =>
                (
                    Name(value),
                    (StatusCode)value.GetOptions().GetExtension(ErrorsExtensions.Error).GrpcCode
                )
        );

    private static readonly FrozenDictionary<string, ErrorReason> s_byName = Values()
        .ToFrozenDictionary(Name, value => (ErrorReason)value.Number);

    /// <summary>The reason as it is written in ErrorInfo: without the enum's prefix.</summary>
    public static string NameOf(ErrorReason reason) => s_byReason[reason].Name;

    public static StatusCode CodeOf(ErrorReason reason) => s_byReason[reason].Code;

    public static ErrorReason? Parse(string name) =>
        s_byName.TryGetValue(name, out var reason) ? reason : null;

    private static IEnumerable<EnumValueDescriptor> Values() =>
        ErrorsReflection
            .Descriptor.EnumTypes.Single(type => type.Name == nameof(ErrorReason))
            .Values;

    private static string Name(EnumValueDescriptor value) => value.Name[Prefix.Length..];
}
