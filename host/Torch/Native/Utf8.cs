// Texts to and from the native side.
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp;

internal static unsafe class Utf8
{
    internal static byte[] Bytes(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);

    internal static string Text(byte* pointer) => Marshal.PtrToStringUTF8((nint)pointer) ?? "";
}
