// Tells System.Reflection.Metadata what it needs to know of types to decode an attribute's arguments: a type is its full name.
using System.Reflection.Metadata;

namespace PluginHost.Loading.Discovery;

/// <summary>Decodes attribute arguments with types as names, so that nothing has to be resolved.</summary>
internal sealed class AttributeTypes : ICustomAttributeTypeProvider<string>
{
    private const string SystemType = "System.Type";

    /// <summary>The only one; it has no state.</summary>
    public static AttributeTypes Instance { get; } = new();

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSystemType() => SystemType;

    public bool IsSystemType(string type) => type == SystemType;

    public string GetSZArrayType(string elementType) => elementType + "[]";

    /// <summary>A name as written in an attribute is followed by its assembly unless it is of the same one; type arguments stand in brackets.</summary>
    public string GetTypeFromSerializedName(string name)
    {
        // The interface does not say so, but this is what a null of type Type comes as.
        if (name is null) return null!;
        var depth = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '[') depth++;
            else if (name[i] == ']') depth--;
            else if (name[i] == ',' && depth == 0) return name[..i];
        }

        return name;
    }

    /// <summary>The contract's enums (<see cref="Kind"/>) are integers.</summary>
    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Name(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var reference = reader.GetTypeReference(handle);
        var space = reader.GetString(reference.Namespace);
        var name = reader.GetString(reference.Name);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    /// <summary>A type's full name as reflection writes it.</summary>
    public static string Name(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var definition = reader.GetTypeDefinition(handle);
        var name = reader.GetString(definition.Name);
        var outer = definition.GetDeclaringType();
        if (!outer.IsNil) return $"{Name(reader, outer)}+{name}";
        var space = reader.GetString(definition.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }
}
