using ActiveResponse.Configuration;

namespace ActiveResponse.Guards;

/// <summary>Texts that explain why an address is protected and how to allow it.</summary>
internal static class ProtectedText
{
    public static string Of(AddressPrefix subject, AddressPrefix hit, string what, string toAllow) =>
        $"{(subject == hit ? "" : $"{subject} holds {hit}, and ")}{hit} is {what} (to allow it: {toAllow})";
}
