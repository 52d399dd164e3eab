using Grpc.Core;
using Platform.Common.V1;
using Platform.Schema.Versioning;
using Platform.ServiceDefaults;

namespace Platform.Schema.Service.Runs;

/// <summary>How the calls of the schema fail.</summary>
internal static class SchemaErrors
{
    public static RpcException Busy(string store) =>
        PlatformErrors.Create(
            ErrorReason.SchemaBusy,
            $"Another Apply or Rollback of {store} is running.",
            ("store", store)
        );

    public static RpcException UnknownPack(string store, string pack, IEnumerable<string> known) =>
        PlatformErrors.Create(
            ErrorReason.UnknownDefinition,
            $"{store} has no pack '{pack}'; it has: {string.Join(", ", known)}.",
            ("store", store),
            ("pack", pack)
        );

    public static RpcException UnknownDefinition(string pack, string name, string version) =>
        PlatformErrors.Create(
            ErrorReason.UnknownDefinition,
            $"Pack {pack} has no definition '{name}' at version {version}.",
            ("pack", pack),
            ("definition", name),
            ("version", version)
        );

    public static RpcException UnknownVersion(
        string pack,
        string version,
        IEnumerable<SemanticVersion> known
    ) =>
        PlatformErrors.Create(
            ErrorReason.UnknownVersion,
            $"Pack {pack} has no version '{version}'; it has: {string.Join(", ", known)}.",
            ("pack", pack),
            ("version", version),
            ("versions", string.Join(", ", known))
        );

    public static RpcException Destructive(SchemaPlan plan)
    {
        var steps = plan.Steps.Where(step => step.IsDestructive).ToList();
        return PlatformErrors.Create(
            ErrorReason.DestructiveStep,
            $"{steps.Count} of the {plan.Steps.Count} steps of pack {plan.Pack} to {plan.To} would lose data, "
                + $"the first: {steps[0].Summary}. Nothing was changed.",
            ("pack", plan.Pack),
            ("step", steps[0].Summary),
            ("destructive_steps", $"{steps.Count}")
        );
    }

    public static RpcException RequestIdReused(string requestId, string first) =>
        PlatformErrors.Create(
            ErrorReason.RequestIdReused,
            $"The request_id {requestId} was used for another request: {first}.",
            ("request_id", requestId),
            ("first", first)
        );
}
