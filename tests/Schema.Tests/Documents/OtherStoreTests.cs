using System.Globalization;
using Platform.Schema.Model;
using Platform.TestKit;
using YamlDotNet.RepresentationModel;

namespace Platform.Schema.Tests.Documents;

/// <summary>Collections, keys and topics are those of the documents.</summary>
public sealed class OtherStoreTests
{
    [RealDataFact(Documents.File)]
    public void Collections_of_the_graph_have_the_fields_of_the_documents()
    {
        var state = Catalogue.Shipped.At(StoreKind.ArangoDb, "neliti");
        foreach (var (name, document) in Documents.Read().Definitions("neliti", "arangodb"))
        {
            var collection = (GraphCollection)state.Find(name).ShouldNotBeNull(name);
            if (document.Find("variants") is not null)
            {
                var fields = document
                    .Chosen()
                    .Map("fields")
                    .Children.Keys.Select(key => key.ToString())
                    .Where(field => field[0] != '_')
                    .ToList();
                collection.Fields.Select(f => f.Name).Take(fields.Count).ShouldBe(fields, name);
            }
        }
    }

    [RealDataFact(Documents.File)]
    public void Collections_of_vectors_have_the_properties_of_the_documents()
    {
        var state = Catalogue.Shipped.At(StoreKind.Weaviate, "neliti");
        foreach (var (name, document) in Documents.Read().Definitions("neliti", "weaviate"))
        {
            var collection = (VectorCollection)state.Find(name).ShouldNotBeNull(name);
            if (document.Find("variants") is null)
            {
                continue;
            }
            var properties = ((YamlSequenceNode)document.Chosen().Find("properties")!)
                .Cast<YamlMappingNode>()
                .Select(p =>
                    (
                        p.Text("name"),
                        p.Text("data_type")!.Replace("string", "text", StringComparison.Ordinal)
                    )
                )
                .ToList();
            collection
                .Properties.Select(p => ((string?)p.Name, p.Type))
                .Take(properties.Count)
                .ShouldBe(properties, name);
        }
    }

    [RealDataFact(Documents.File)]
    public void Keys_of_the_cache_are_the_patterns_of_the_documents()
    {
        var catalogue = Documents.Read();
        foreach (var (pack, store) in new[] { ("neliti", "dragonflydb"), ("crypto", "redis") })
        {
            var state = Catalogue.Shipped.At(StoreKind.Cache, pack);
            foreach (var (name, document) in catalogue.Definitions(pack, store))
            {
                var key = (CacheKey)state.Find(name).ShouldNotBeNull(name);
                var variant = document.Chosen();
                key.Pattern.ShouldBe(variant.Text("pattern"));
                if (int.TryParse(variant.Text("ttl_seconds"), out var seconds))
                {
                    key.TimeToLive.ShouldBe(TimeSpan.FromSeconds(seconds));
                    key.Structure.ShouldBe(variant.Text("data_structure"));
                    key.Compression.ShouldBe(variant.Text("compression") ?? "none");
                }
            }
        }
    }

    [RealDataFact(Documents.File)]
    public void Topics_are_those_of_the_documents()
    {
        var state = Catalogue.Shipped.At(StoreKind.Topics, "neliti");
        foreach (var (name, document) in Documents.Read().Definitions("neliti", "redpanda"))
        {
            var topic = (Topic)state.Find(name).ShouldNotBeNull(name);
            var variant = document.Chosen();
            topic
                .Partitions.ToString(CultureInfo.InvariantCulture)
                .ShouldBe(variant.Text("partitions"));
            topic
                .ReplicationFactor.ToString(CultureInfo.InvariantCulture)
                .ShouldBe(variant.Text("replication_factor"));
            topic
                .Retention.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)
                .ShouldBe(variant.Text("retention_ms"));
            topic.Compression.ShouldBe(variant.Text("compression_type"));
            topic
                .Fields.Select(field => field.Name)
                .ShouldBe(variant.Map("schema").Children.Keys.Select(key => key.ToString()));
        }
    }
}
