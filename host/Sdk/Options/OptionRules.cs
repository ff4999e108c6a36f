// Checks options before anything is built of them.
using System.ComponentModel.DataAnnotations;

namespace PluginHost;

/// <summary>
/// Checks an options record against its data annotations. It calls <see cref="ValidationAttribute.IsValid(object)"/> itself, because
/// <see cref="Validator"/> caches the types that it sees and would keep a plugin from being unloaded.
/// </summary>
public static class OptionRules
{
    /// <summary>Checks every option.</summary>
    /// <param name="options">An options record.</param>
    /// <param name="owner">Who the options belong to, as in <c>adapter "lora"</c>.</param>
    /// <exception cref="RecipeException">At least one is out of its range; each is named with its range and its value.</exception>
    public static void Validate(object options, string owner)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        foreach (var property in OptionTree.OptionProperties(options.GetType()))
        {
            var value = property.GetValue(options);
            if (value is double or float && !double.IsFinite(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)))
            {
                faults.Add($"{property.Name} is {Show(value)}; it has to be a finite number");
                continue;
            }

            foreach (var rule in property.GetCustomAttributes(inherit: true).OfType<ValidationAttribute>())
                if (!rule.IsValid(value))
                    faults.Add($"{property.Name} is {Show(value)}; it has to be {Describe(rule, property.Name)}");
        }

        if (options is IOptionsWithRules more) faults.AddRange(more.Check());
        if (faults.Count > 0) throw new RecipeException($"{owner}: {string.Join(". ", faults)}.");
    }

    /// <summary>A rule in words: "between 1 and 4096".</summary>
    internal static string Describe(ValidationAttribute rule, string name) => rule switch
    {
        RangeAttribute range => Range(range),
        RequiredAttribute => "given",
        MinLengthAttribute minimum => $"at least {minimum.Length} long",
        MaxLengthAttribute maximum => $"at most {maximum.Length} long",
        AllowedValuesAttribute allowed => "one of " + string.Join(", ", allowed.Values.Select(Show)),
        RegularExpressionAttribute expression => $"of the form {expression.Pattern}",
        _ => "valid: " + rule.FormatErrorMessage(name).TrimEnd('.'),
    };

    private static string Range(RangeAttribute range)
    {
        if (range.Maximum is int.MaxValue or double.MaxValue or double.PositiveInfinity)
            return $"{(range.MinimumIsExclusive ? "more than" : "at least")} {Show(range.Minimum)}";
        return $"between {Show(range.Minimum)}{(range.MinimumIsExclusive ? " (excluded)" : "")} and {Show(range.Maximum)}{(range.MaximumIsExclusive ? " (excluded)" : "")}";
    }

    internal static string Show(object? value) => value switch
    {
        null => "not given",
        string text => $"\"{text}\"",
        System.Collections.IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Show)) + "]",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
