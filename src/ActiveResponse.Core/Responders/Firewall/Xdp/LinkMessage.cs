using System.Text;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>The kernel's description of one interface: <c>struct ifinfomsg</c> and attributes.</summary>
internal static class LinkMessage
{
    private const int FixedLength = 16;
    private const ushort Ethernet = 1;
    private const ushort NameAttribute = 3;
    private const ushort XdpAttribute = 43;
    private const ushort XdpAttached = 2;
    private const ushort XdpProgramNumber = 4;
    private const ushort XdpNativeNumber = 5;
    private const ushort XdpGenericNumber = 6;
    private const ushort XdpHardwareNumber = 7;
    private const byte AttachedNative = 1;

    // The upper two bits of a type are flags.
    private const ushort TypeMask = 0x3fff;

    private delegate void TakeAttribute(ushort type, ReadOnlySpan<byte> value);

    /// <summary>Reads a description; null if it isn't one.</summary>
    public static XdpInterface? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < FixedLength)
        {
            return null;
        }

        var isEthernet = BitConverter.ToUInt16(message[2..]) == Ethernet;
        var index = BitConverter.ToInt32(message[4..]);
        string? name = null;
        var (program, isNative) = (0u, false);
        ReadAttributes(
            message[FixedLength..],
            (type, value) =>
            {
                if (type == NameAttribute)
                {
                    name = Encoding.UTF8.GetString(value).TrimEnd('\0');
                }
                else if (type == XdpAttribute)
                {
                    (program, isNative) = ReadProgram(value);
                }
            }
        );
        return name is null ? null : new XdpInterface(index, name, isEthernet, program, isNative);
    }

    private static (uint Program, bool IsNative) ReadProgram(ReadOnlySpan<byte> attributes)
    {
        var (program, isNative) = (0u, false);
        ReadAttributes(
            attributes,
            (type, value) =>
            {
                if (type == XdpAttached && value.Length >= 1)
                {
                    isNative = value[0] == AttachedNative;
                }
                else if (
                    // With programs at several places there is no common number.
                    type is XdpProgramNumber or XdpNativeNumber or XdpGenericNumber or XdpHardwareNumber
                    && value.Length >= sizeof(uint)
                    && program == 0
                )
                {
                    program = BitConverter.ToUInt32(value);
                }
            }
        );
        return (program, isNative);
    }

    private static void ReadAttributes(ReadOnlySpan<byte> bytes, TakeAttribute take)
    {
        while (bytes.Length >= 4)
        {
            var length = BitConverter.ToUInt16(bytes);
            if (length < 4 || length > bytes.Length)
            {
                return;
            }

            take((ushort)(BitConverter.ToUInt16(bytes[2..]) & TypeMask), bytes[4..length]);
            bytes = bytes[Math.Min(bytes.Length, (length + 3) & ~3)..];
        }
    }
}
