using System.Security.Cryptography;
using System.Text.Json;
using ActiveResponse.AspNetCore.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>A page of effects, or 304 if the caller has it already.</summary>
internal sealed class EffectsResult(EffectPage page) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var tag = TagOf(page);
        var response = httpContext.Response;
        response.GetTypedHeaders().ETag = tag;
        if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(given => given.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return TypedResults.Json(page, ViewJson.Default.EffectPage).ExecuteAsync(httpContext);
    }

    // What only tells the time is no change.
    private static EntityTagHeaderValue TagOf(EffectPage page)
    {
        var timeless = page with { Now = default, Items = [.. page.Items.Select(static item => item with { SecondsLeft = null })] };
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(timeless, ViewJson.Default.EffectPage));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"", isWeak: true);
    }
}
