using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Planning;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>The API as it was mapped at one prefix; metadata of its endpoints.</summary>
/// <param name="prefix">The prefix.</param>
/// <param name="options">Who may use it.</param>
internal sealed class ApiMapping(string prefix, ActiveResponseApiOptions options)
{
    private int _streams;

    public string Prefix => prefix;

    public ActiveResponseApiOptions Options => options;

    public static ApiMapping Of(HttpContext context) => context.GetEndpoint()!.Metadata.GetRequiredMetadata<ApiMapping>();

    /// <summary>Whether one more event stream may begin; if so, <see cref="EndStream"/> must follow.</summary>
    public bool TryBeginStream()
    {
        if (Interlocked.Increment(ref _streams) <= options.MaxEventStreams)
        {
            return true;
        }

        EndStream();
        return false;
    }

    public void EndStream() => Interlocked.Decrement(ref _streams);

    /// <summary>Who makes a request, for the record.</summary>
    /// <exception cref="ViewException">The reason is too long.</exception>
    public OrderNote NoteOf(HttpContext context, string? reason) =>
        reason is { Length: > OrderNote.LongestReason }
            ? throw new ViewException(ViewProblem.Invalid, $"'reason' is longer than {OrderNote.LongestReason} characters.")
            : new() { By = ShownText.OrNull(options.NameOf(context.User)), Reason = ShownText.OrNull(reason) };

    public async Task<bool> MayChangeAsync(HttpContext context)
    {
        var authorization = context.RequestServices.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(context.User, context, options.ChangePolicy!).ConfigureAwait(false)).Succeeded;
    }
}

/// <summary>All prefixes at which the API is mapped.</summary>
internal sealed class ApiMappings
{
    /// <summary>The OpenAPI document, once it was asked for.</summary>
    public byte[]? Document { get; set; }

    private readonly Dictionary<string, ApiMapping> _byPrefix = new(StringComparer.OrdinalIgnoreCase);

    public void Add(ApiMapping mapping) => _byPrefix.Add(mapping.Prefix, mapping);

    public ApiMapping? Find(string prefix) => _byPrefix.GetValueOrDefault(prefix);
}
