using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Platform.ServiceDefaults;

/// <summary>Finds the files of the mapped services, and of all they import, by name, symbol or extension.</summary>
internal sealed class SchemaIndex
{
    private readonly Dictionary<string, FileDescriptor> _byName = [];
    private readonly Dictionary<string, FileDescriptor> _bySymbol = [];
    private readonly Dictionary<(string Type, int Number), FileDescriptor> _byExtension = [];

    public SchemaIndex(ServiceCatalogue services)
    {
        foreach (var service in services.Services)
        {
            Add(service.File);
        }
    }

    public FileDescriptor? ByName(string name) => _byName.GetValueOrDefault(name);

    public FileDescriptor? BySymbol(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    public FileDescriptor? ByExtension(string type, int number) =>
        _byExtension.GetValueOrDefault((type, number));

    /// <summary>Null when the type is not known at all.</summary>
    public IEnumerable<int>? ExtensionNumbers(string type) =>
        _bySymbol.ContainsKey(type)
            ? _byExtension.Keys.Where(key => key.Type == type).Select(key => key.Number).Order()
            : null;

    /// <summary>The file and everything it imports, imports first.</summary>
    public static IEnumerable<ByteString> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string>();
        return Walk(file);

        IEnumerable<ByteString> Walk(FileDescriptor current)
        {
            if (!seen.Add(current.Name))
            {
                yield break;
            }
            foreach (var import in current.Dependencies)
            {
                foreach (var data in Walk(import))
                {
                    yield return data;
                }
            }
            yield return current.SerializedData;
        }
    }

    private void Add(FileDescriptor file)
    {
        if (!_byName.TryAdd(file.Name, file))
        {
            return;
        }
        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
        foreach (var service in file.Services)
        {
            _bySymbol[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _bySymbol[method.FullName] = file;
            }
        }
        foreach (var message in file.MessageTypes)
        {
            Add(file, message);
        }
        foreach (var type in file.EnumTypes)
        {
            Add(file, type);
        }
        foreach (var extension in file.Extensions.UnorderedExtensions)
        {
            Add(file, extension);
        }
    }

    private void Add(FileDescriptor file, MessageDescriptor message)
    {
        _bySymbol[message.FullName] = file;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _bySymbol[field.FullName] = file;
        }
        foreach (var nested in message.NestedTypes)
        {
            Add(file, nested);
        }
        foreach (var type in message.EnumTypes)
        {
            Add(file, type);
        }
        foreach (var extension in message.Extensions.UnorderedExtensions)
        {
            Add(file, extension);
        }
    }

    private void Add(FileDescriptor file, EnumDescriptor type)
    {
        _bySymbol[type.FullName] = file;
        // Values live beside their enum, not inside it.
        var scope = type.ContainingType?.FullName ?? file.Package;
        foreach (var value in type.Values)
        {
            _bySymbol[$"{scope}.{value.Name}"] = file;
        }
    }

    private void Add(FileDescriptor file, FieldDescriptor extension)
    {
        _bySymbol[extension.FullName] = file;
        _byExtension[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
    }
}
