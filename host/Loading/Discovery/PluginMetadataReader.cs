// Reads what a plugin says about itself from its assembly's metadata. No code of it runs, not even when it is damaged or hostile.
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace PluginHost.Loading.Discovery;

/// <summary>Reads a plugin's attributes from its assembly.</summary>
internal static class PluginMetadataReader
{
    private const string SdkAssembly = "PluginHost.Sdk";

    /// <summary>What an assembly says about itself; null when it is a .NET assembly without <see cref="PluginAttribute"/>.</summary>
    /// <param name="file">Its file name in the plugin's folder.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="BadImageFormatException">It is no .NET assembly, or damaged; the message is the end of a sentence about the file.</exception>
    public static PluginMetadata? Read(string file, byte[] content)
    {
        if (content is not [(byte)'M', (byte)'Z', ..]) throw new BadImageFormatException("is not a .NET assembly");
        try
        {
            using var image = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(content));
            if (!image.HasMetadata) throw new BadImageFormatException("is a library, but not a .NET assembly");
            foreach (var section in image.PEHeaders.SectionHeaders)
                if ((long)section.PointerToRawData + section.SizeOfRawData > content.Length)
                    throw new BadImageFormatException("is damaged: it ends too early");
            var reader = image.GetMetadataReader();
            return reader.IsAssembly ? Read(file, reader) : null;
        }
        catch (Exception damage) when (damage is not BadImageFormatException { Message: ['i', 's', ' ', ..] }
            && damage is BadImageFormatException or ArgumentException or InvalidOperationException or OverflowException or IOException)
        {
            throw new BadImageFormatException($"is damaged: {damage.Message.TrimEnd('.')}", damage);
        }
    }

    private static PluginMetadata? Read(string file, MetadataReader reader)
    {
        CustomAttributeValue<string>? plugin = null;
        var provides = new List<Announcement>();
        string? informational = null;
        var assembly = reader.GetAssemblyDefinition();
        foreach (var handle in assembly.GetCustomAttributes())
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind != HandleKind.TypeReference) continue;
            var type = (TypeReferenceHandle)parent;
            if (Is(reader, type, "PluginHost", nameof(PluginAttribute), SdkAssembly)) plugin = attribute.DecodeValue(AttributeTypes.Instance);
            else if (Is(reader, type, "PluginHost", nameof(ProvidesAttribute), SdkAssembly)) provides.Add(Announcement(attribute.DecodeValue(AttributeTypes.Instance)));
            else if (Is(reader, type, "System.Reflection", nameof(AssemblyInformationalVersionAttribute), null))
                informational = attribute.DecodeValue(AttributeTypes.Instance).FixedArguments is [{ Value: string version }] ? version : null;
        }

        if (plugin is not { } announced) return null;
        return new PluginMetadata(
            file,
            reader.GetString(assembly.Name),
            announced.FixedArguments is [{ Value: string name }] ? Printable(name)! : throw Misfit(nameof(PluginAttribute)),
            Named(announced, nameof(PluginAttribute.Sdk)) ?? "1",
            Printable(informational) ?? assembly.Version.ToString(),
            Named(announced, nameof(PluginAttribute.Author)),
            Named(announced, nameof(PluginAttribute.Description)),
            EntryTypes(reader),
            provides);
    }

    private static Announcement Announcement(CustomAttributeValue<string> value) =>
        value.FixedArguments is [{ Value: int kind }, { Value: string name }, { Value: var options }]
            ? new Announcement((Kind)kind, Printable(name)!, options as string, Named(value, nameof(ProvidesAttribute.Format)), Named(value, nameof(ProvidesAttribute.Summary)))
            : throw Misfit(nameof(ProvidesAttribute));

    /// <summary>The arguments' types are written in the plugin, not in the contract that it claims to use.</summary>
    private static BadImageFormatException Misfit(string attribute) => new($"is damaged: its {attribute} has other arguments than the contract's");

    private static string? Named(CustomAttributeValue<string> value, string name)
    {
        foreach (var argument in value.NamedArguments)
            if (argument.Name == name) return Printable(argument.Value as string);
        return null;
    }

    /// <summary>Without what would move a terminal's cursor or colour: a stranger's words are shown where somebody is asked whether to trust him.</summary>
    private static string? Printable(string? text) => text is null || !text.Any(Steers) ? text : string.Concat(text.Select(letter => Steers(letter) ? ' ' : letter));

    // Also what only reverses the direction of writing.
    private static bool Steers(char letter) => char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static List<string> EntryTypes(MetadataReader reader)
    {
        var names = new List<string>();
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if ((type.Attributes & TypeAttributes.Abstract) != 0) continue;
            if ((type.Attributes & TypeAttributes.VisibilityMask) is not (TypeAttributes.Public or TypeAttributes.NestedPublic)) continue;
            foreach (var implemented in type.GetInterfaceImplementations())
            {
                var face = reader.GetInterfaceImplementation(implemented).Interface;
                if (face.Kind == HandleKind.TypeReference && Is(reader, (TypeReferenceHandle)face, "PluginHost", nameof(IPlugin), SdkAssembly))
                    names.Add(AttributeTypes.Name(reader, handle));
            }
        }

        return names;
    }

    private static bool Is(MetadataReader reader, TypeReferenceHandle handle, string space, string name, string? assembly)
    {
        var type = reader.GetTypeReference(handle);
        if (!reader.StringComparer.Equals(type.Name, name) || !reader.StringComparer.Equals(type.Namespace, space)) return false;
        return assembly is null
            || (type.ResolutionScope.Kind == HandleKind.AssemblyReference
                && reader.StringComparer.Equals(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name, assembly));
    }
}
