using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActiveResponse.AspNetCore.Views;
using Microsoft.AspNetCore.Http;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>Reads the JSON body of a request.</summary>
internal static class ApiBody
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <exception cref="ViewException">It can't be read.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new ViewException(ViewProblem.Invalid, "The body must be JSON.", "Send 'Content-Type: application/json'.");
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (body.Length + count > MostBytes)
            {
                throw new ViewException(ViewProblem.Invalid, $"The body is larger than {MostBytes / 1024} KiB.", "Send less at a time.");
            }

            body.Write(buffer, 0, count);
        }

        try
        {
            return JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type)
                ?? throw new ViewException(ViewProblem.Invalid, "The body is null.");
        }
        catch (JsonException e)
        {
            throw new ViewException(ViewProblem.Invalid, $"The body can't be read: {ShownText.Of(e.Message)}");
        }
    }
}
