// What `pluginhost plugins show` prints of options.
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace PluginHost;

/// <summary>One option of a component, as <c>pluginhost plugins show</c> prints it.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Type">Its type as C# writes it.</param>
/// <param name="Default">Its default value; "required" for one without.</param>
/// <param name="Rule">Its range in words; empty when there is none.</param>
/// <param name="DocumentationId">Its name in the assembly's XML documentation, as in <c>P:Acme.LoraOptions.Rank</c>.</param>
public sealed record OptionDescription(string Name, string Type, string Default, string Rule, string DocumentationId)
{
    /// <summary>The options of a type, in the order of their declaration.</summary>
    public static IReadOnlyList<OptionDescription> Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var defaults = type.GetConstructor(System.Type.EmptyTypes)?.Invoke(null);
        var parameters = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)?.GetParameters() ?? [];
        return [.. OptionTree.OptionProperties(type).Select(property => new OptionDescription(
            property.Name,
            TypeNames.Short(property.PropertyType),
            DefaultOf(property, defaults, parameters),
            string.Join(" and ", property.GetCustomAttributes(inherit: true).OfType<ValidationAttribute>()
                .Select(rule => OptionRules.Describe(rule, property.Name)).Concat(Names(property.PropertyType))),
            $"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}"))];
    }

    private static IEnumerable<string> Names(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } choice ? [TypeNames.Describe(choice)] : [];

    private static string DefaultOf(PropertyInfo property, object? defaults, ParameterInfo[] parameters)
    {
        if (defaults is not null) return property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute))
            ? "required"
            : property.GetValue(defaults) is { } value ? OptionRules.Show(value) : "null";
        var parameter = parameters.FirstOrDefault(candidate => string.Equals(candidate.Name, property.Name, StringComparison.OrdinalIgnoreCase));
        return parameter is { HasDefaultValue: true } ? OptionRules.Show(parameter.DefaultValue) : "required";
    }
}
