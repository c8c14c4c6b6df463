using System.Runtime.InteropServices;
using System.Text;

namespace ActiveResponse.Processes;

/// <summary>Texts as the C library takes them: a list of pointers to UTF-8 ended by NUL, ended by a null pointer.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private void* _block;

    public NativeStrings(params IReadOnlyList<string> texts)
    {
        var table = (nuint)(texts.Count + 1) * (nuint)sizeof(byte*);
        var size = table;
        foreach (var text in texts)
        {
            size += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        }

        _block = NativeMemory.AllocZeroed(size);
        var next = (byte*)_block + table;
        for (var i = 0; i < texts.Count; i++)
        {
            Pointers[i] = next;
            var room = Encoding.UTF8.GetByteCount(texts[i]);
            Encoding.UTF8.GetBytes(texts[i], new Span<byte>(next, room));
            next += room + 1;
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
