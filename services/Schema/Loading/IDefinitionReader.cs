using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads the definitions of one store of one pack.</summary>
internal interface IDefinitionReader
{
    /// <summary>Called for each file before any definition is read.</summary>
    void ReadTemplates(MapReader file);

    /// <summary>Reads one definition; the caller checks that nothing is left over.</summary>
    Definition Read(MapReader map, string name, GroupHead group);
}
