// Types in the words of a person who writes a recipe.
using System.Collections;

namespace PluginHost;

/// <summary>Types in the words of a person who writes a recipe.</summary>
internal static class TypeNames
{
    /// <summary>What a value of the type is: "a whole number", "a list", …</summary>
    public static string Describe(Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        var words = target switch
        {
            _ when target == typeof(int) || target == typeof(long) => "a whole number",
            _ when target == typeof(double) || target == typeof(float) => "a number",
            _ when target == typeof(bool) => "true or false",
            _ when target == typeof(string) => "a string",
            _ when target.IsEnum => "one of " + string.Join(", ", Enum.GetNames(target)),
            _ when typeof(IEnumerable).IsAssignableFrom(target) => "a list or a map",
            _ => $"a {target.Name}",
        };
        return target == type ? words : words + " or null";
    }

    /// <summary>The type as C# writes it, for tables of options.</summary>
    public static string Short(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Short(value) + "?";
        if (type.IsArray) return Short(type.GetElementType()!) + "[]";
        if (type.IsGenericType)
            return $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Short))}>";
        return type switch
        {
            _ when type == typeof(int) => "int",
            _ when type == typeof(long) => "long",
            _ when type == typeof(double) => "double",
            _ when type == typeof(float) => "float",
            _ when type == typeof(bool) => "bool",
            _ when type == typeof(string) => "string",
            _ => type.Name,
        };
    }
}
