using System.Text;
using ActiveResponse.DaemonJson;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Members of an alert. Names are compared without case, and the first of equal ones counts, as in the programs' own
/// reader.</summary>
internal static class JsonFields
{
    public static bool Is((byte[] Name, CJsonValue Value) field, string name) => Ascii.EqualsIgnoreCase(field.Name, name);

    /// <summary>The members of an object; none for any other value.</summary>
    public static IReadOnlyList<(byte[] Name, CJsonValue Value)> Of(CJsonValue? value) => value is { IsObject: true } ? value.Items : [];

    /// <summary>Adds a text unless it is null, truncated to keep the message short.</summary>
    public static void AddText(CJsonValue to, string name, string? value)
    {
        if (value is not null)
        {
            to.Add(name, CJsonValue.Of(value[..Math.Min(value.Length, 1024)]));
        }
    }

    /// <summary>Adds a text unless it is null or was added before.</summary>
    public static void AddOnce(CJsonValue to, byte[] name, string? value, ref bool seen)
    {
        if (!seen && value is not null)
        {
            to.Add(name, CJsonValue.Of(value));
        }

        seen = true;
    }

    /// <summary>Replaces a member by the checked value; a null stays if nothing was checked.</summary>
    public static void AddJudged(CJsonValue to, (byte[] Name, CJsonValue Value) field, string? value, ref bool seen)
    {
        if (value is null && !seen && field.Value.Kind == CJsonKind.Null)
        {
            to.Add(field.Name, field.Value);
        }

        AddOnce(to, field.Name, value, ref seen);
    }
}
