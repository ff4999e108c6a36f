// Finds where a module keeps a child for its forward, and puts another one there.
using System.Collections;
using System.Reflection;

namespace TorchSharp;

/// <summary>
/// A module written in TorchSharp's way calls its children through fields, lists or dictionaries of its own, which the tree of names knows
/// nothing of. Replacing a child therefore means to find every one of these that holds it.
/// </summary>
internal static class SubmoduleReplacement
{
    internal static void Replace(torch.nn.Module owner, string name, torch.nn.Module old, torch.nn.Module replacement)
    {
        var holders = new List<Action>();
        for (var type = owner.GetType(); type is not null && type != typeof(torch.nn.Module); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                var value = field.GetValue(owner);
                if (ReferenceEquals(value, old))
                {
                    if (!field.FieldType.IsInstanceOfType(replacement))
                        throw new ArgumentException($"'{name}' cannot be replaced: the field {type.Name}.{field.Name} is of the type {field.FieldType.Name}, which a "
                            + $"{replacement.GetType().Name} is not. Declare the field as Module<Tensor, Tensor>.");
                    holders.Add(() => field.SetValue(owner, replacement));
                }
                else if (value is IList list and not Array && list.IndexOf(old) is >= 0 and var index)
                {
                    var item = field.FieldType.IsGenericType ? field.FieldType.GetGenericArguments()[0] : typeof(torch.nn.Module);
                    if (!item.IsInstanceOfType(replacement))
                        throw new ArgumentException($"'{name}' cannot be replaced: {type.Name}.{field.Name} is a list of {item.Name}, which a {replacement.GetType().Name} is not.");
                    holders.Add(() => list[index] = replacement);
                }
                else if (value is IDictionary map && map.Contains(name) && ReferenceEquals(map[name], old))
                    holders.Add(() => map[name] = replacement);
            }
        }

        foreach (var hold in holders)
            hold();
    }
}
