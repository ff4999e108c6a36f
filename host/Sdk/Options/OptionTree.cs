// Options as a neutral tree, so that what the engine keeps of a recipe holds no plugin's type.
using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace PluginHost;

/// <summary>
/// Freezes an options record into JSON nodes and thaws it again, possibly into a newer generation of the same plugin. It reflects over
/// the type each time and caches nothing: serializers keep the types that they see, and so keep a plugin from being unloaded.
/// Values: booleans, numbers, strings, enums (by name), <see cref="TimeSpan"/>, lists and string-keyed dictionaries of values, records.
/// </summary>
public static class OptionTree
{
    /// <summary>The tree of an options record; property names are in camelCase. Null gives an empty tree.</summary>
    /// <exception cref="RecipeException">A property's type is none of those above.</exception>
    public static JsonObject Freeze(object? options) => options is null ? [] : FreezeRecord(options);

    /// <summary>An options record from a tree; what the tree does not name keeps the type's default.</summary>
    /// <param name="type">The record's type: with a parameterless constructor, or with one whose parameters are its properties.</param>
    /// <param name="tree">As <see cref="Freeze"/> made it, or as written by hand in JSON; names match without regard to case.</param>
    /// <param name="owner">Who the options belong to, for errors, as in <c>adapter "lora"</c>.</param>
    /// <exception cref="RecipeException">The tree names an option that there is not, or a value does not fit.</exception>
    public static object Thaw(Type type, JsonObject tree, string owner)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(tree);
        var properties = OptionProperties(type).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, _) in tree)
            if (!properties.ContainsKey(name))
                throw new RecipeException($"{owner} has no option \"{name}\"; it has: {Listing(properties.Values)}.");

        var constructor = type.GetConstructor(Type.EmptyTypes)
            ?? type.GetConstructors().Where(candidate => candidate.GetParameters() is not [var only] || only.ParameterType != type)
                .MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new PluginException($"{owner}: its options type {type.Name} has no public constructor.");
        var byName = new Dictionary<string, JsonNode?>(tree, StringComparer.OrdinalIgnoreCase);
        var arguments = constructor.GetParameters().Select(parameter => byName.Remove(parameter.Name!, out var node)
            ? ThawValue(parameter.ParameterType, node, owner, parameter.Name!)
            : parameter.HasDefaultValue
                ? parameter.DefaultValue
                : throw new RecipeException($"{owner} needs the option \"{parameter.Name}\", and the recipe does not give it.")).ToArray();
        var options = constructor.Invoke(arguments);
        foreach (var (name, node) in byName)
        {
            var property = properties[name];
            property.SetValue(options, ThawValue(property.PropertyType, node, owner, property.Name));
        }

        return options;
    }

    /// <summary>The properties that are options: public, readable and settable (at construction).</summary>
    internal static IEnumerable<PropertyInfo> OptionProperties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property is { CanRead: true, CanWrite: true });

    private static string Listing(IEnumerable<PropertyInfo> properties)
    {
        var names = string.Join(", ", properties.Select(property => property.Name));
        return names.Length == 0 ? "none" : names;
    }

    private static JsonObject FreezeRecord(object record)
    {
        var tree = new JsonObject();
        foreach (var property in OptionProperties(record.GetType()))
            tree[CamelCase(property.Name)] = FreezeValue(property.GetValue(record), $"{record.GetType().Name}.{property.Name}");
        return tree;
    }

    private static JsonNode? FreezeValue(object? value, string where) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create((long)number),
        long number => JsonValue.Create(number),
        float number => JsonValue.Create((double)number),
        double number => JsonValue.Create(number),
        Enum name => JsonValue.Create(name.ToString()),
        TimeSpan span => JsonValue.Create(span.ToString("c", CultureInfo.InvariantCulture)),
        Component component => component.ToTree(),
        IDictionary map => new JsonObject(map.Keys.Cast<string>().Select(key => KeyValuePair.Create(key, FreezeValue(map[key], where)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => FreezeValue(item, where))]),
        _ when OptionProperties(value.GetType()).Any() => FreezeRecord(value),
        _ => throw new RecipeException($"{where} is a {value.GetType().Name}, which cannot be part of options: use numbers, strings, enums, lists, dictionaries or records of them."),
    };

    private static object? ThawValue(Type type, JsonNode? node, string owner, string option)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (node is null)
            return type.IsValueType && target == type ? throw Misfit(owner, option, type, "null") : null;
        try
        {
            if (target == typeof(string)) return node.GetValue<string>();
            if (target == typeof(bool)) return node is JsonValue flag && flag.TryGetValue(out string? word) ? bool.Parse(word) : node.GetValue<bool>();
            if (target == typeof(int)) return checked((int)Integer(node));
            if (target == typeof(long)) return Integer(node);
            if (target == typeof(double)) return Real(node);
            if (target == typeof(float)) return (float)Real(node);
            if (target.IsEnum) return Enum.TryParse(target, node.GetValue<string>(), ignoreCase: true, out var name)
                ? name
                : throw new RecipeException($"{owner}: {option} is \"{node}\"; it has to be one of: {string.Join(", ", Enum.GetNames(target))}.");
            if (target == typeof(TimeSpan)) return TimeSpan.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);
            if (target == typeof(Component)) return Component.FromTree(node.AsObject());
            if (target == typeof(JsonObject)) return node.DeepClone().AsObject();
            if (DictionaryValue(target) is { } valueType)
            {
                var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType))!;
                foreach (var (key, item) in node.AsObject()) map[key] = ThawValue(valueType, item, owner, $"{option}[\"{key}\"]");
                return map;
            }

            if (ListItem(target) is { } itemType)
            {
                // One value where a list is wanted reads as a list of one, so that "targets": "query" does what it looks like.
                var items = node is JsonArray array ? array.ToList() : [node];
                var list = Array.CreateInstance(itemType, items.Count);
                for (var i = 0; i < items.Count; i++) list.SetValue(ThawValue(itemType, items[i], owner, $"{option}[{i}]"), i);
                return target.IsAssignableFrom(list.GetType()) ? list : Activator.CreateInstance(target, list);
            }

            return Thaw(target, node.AsObject(), $"{owner}, {option}");
        }
        catch (Exception misfit) when (misfit is InvalidOperationException or FormatException or OverflowException)
        {
            throw Misfit(owner, option, type, node.ToJsonString(), misfit);
        }
    }

    private static RecipeException Misfit(string owner, string option, Type type, string value, Exception? inner = null) =>
        new($"{owner}: {option} is {value}; it has to be {TypeNames.Describe(type)}.", inner);

    private static long Integer(JsonNode node)
    {
        var value = node.AsValue();
        if (value.TryGetValue(out long exact)) return exact;
        if (value.TryGetValue(out int small)) return small;
        if (value.TryGetValue(out string? text)) return long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var real = value.GetValue<double>();
        return Math.Floor(real) == real ? checked((long)real) : throw new FormatException($"{real} is not a whole number.");
    }

    private static double Real(JsonNode node)
    {
        var value = node.AsValue();
        if (value.TryGetValue(out double real)) return real;
        if (value.TryGetValue(out long whole)) return whole;
        if (value.TryGetValue(out int small)) return small;
        return double.Parse(value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static Type? DictionaryValue(Type type) => Interfaces(type)
        .FirstOrDefault(face => face.IsGenericType
            && (face.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || face.GetGenericTypeDefinition() == typeof(IDictionary<,>)))
        ?.GetGenericArguments()[1];

    private static Type? ListItem(Type type) => Interfaces(type)
        .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static IEnumerable<Type> Interfaces(Type type) => type.IsInterface ? type.GetInterfaces().Prepend(type) : type.GetInterfaces();

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
