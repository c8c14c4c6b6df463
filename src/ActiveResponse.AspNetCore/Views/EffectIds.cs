using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>The id of an effect: its responder and subject, in letters that addresses may have; of long ones a hash.</summary>
internal static class EffectIds
{
    private const int MostBytes = 180;
    private const string HashMark = "h.";

    public static string Of(ActionKey key)
    {
        var bytes = Encoding.UTF8.GetBytes($"{key.Responder}\n{ShownText.Of(key.Subject)}");
        return bytes.Length <= MostBytes ? Base64Url.EncodeToString(bytes) : HashMark + Base64Url.EncodeToString(SHA256.HashData(bytes));
    }

    /// <summary>Finds the effect of an id; null if it is gone.</summary>
    public static async ValueTask<EffectRecord?> FindAsync(IResponseStore store, string id, CancellationToken cancellationToken)
    {
        if (id.Length > MostBytes * 2)
        {
            return null;
        }

        if (KeyOf(id) is { } key && await store.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        // What a script has named, or a long path.
        var all = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        return all.FirstOrDefault(effect => Of(effect.Key) == id);
    }

    private static ActionKey? KeyOf(string id)
    {
        var bytes = new byte[MostBytes];
        if (
            !Base64Url.IsValid(id)
            || !Base64Url.TryDecodeFromChars(id, bytes, out var length)
            || Encoding.UTF8.GetString(bytes, 0, length).Split('\n') is not [var responder, var target]
        )
        {
            return null;
        }

        return Subject.TryParse(target, out var subject, out _) ? new ActionKey(responder, subject) : null;
    }
}
