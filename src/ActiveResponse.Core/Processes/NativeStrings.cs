using System.Runtime.InteropServices;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Processes;

/// <summary>
/// Null-terminated array of pointers to NUL-terminated strings for the C library: UTF-8, or the raw bytes a text stands for.
/// </summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private void* _block;

    public NativeStrings(params IReadOnlyList<string> texts)
    {
        var table = (nuint)(texts.Count + 1) * (nuint)sizeof(byte*);
        var size = table;
        var bytes = texts.Select(LosslessText.Encode).ToList();
        foreach (var text in bytes)
        {
            size += (nuint)text.Length + 1;
        }

        _block = NativeMemory.AllocZeroed(size);
        var next = (byte*)_block + table;
        for (var i = 0; i < bytes.Count; i++)
        {
            Pointers[i] = next;
            bytes[i].CopyTo(new Span<byte>(next, bytes[i].Length));
            next += bytes[i].Length + 1;
        }
    }

    public byte** Pointers => (byte**)_block;

    public byte* First => Pointers[0];

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
