using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>The OpenAPI document of the API, apart from a host's own documents.</summary>
internal static class ApiDocument
{
    /// <summary>The name of the document, and of the group its endpoints are in.</summary>
    public const string Name = "active-response";

    private static readonly string[] Numbers = ["limit", "rule"];

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = static description => description.GroupName == Name;
        options.AddDocumentTransformer(
            static (document, _, _) =>
            {
                document.Info.Title = "Active response";
                document.Info.Version = "1";
                document.Info.Description = $"Changes need the header '{CrossSite.Header}: 1'.";
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            static (operation, _, _) =>
            {
                foreach (var schema in NumbersOf(operation))
                {
                    schema.Type = JsonSchemaType.Integer;
                }

                return Task.CompletedTask;
            }
        );
    }

    public static async Task<IResult> WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var mappings = context.RequestServices.GetRequiredService<ApiMappings>();
        mappings.Document ??= await MakeAsync(context, cancellationToken).ConfigureAwait(false);
        return TypedResults.Bytes(mappings.Document, "application/json");
    }

    // Making it takes a while, and it never changes.
    private static async Task<byte[]> MakeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var provider = context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name);
        var document = await provider.GetOpenApiDocumentAsync(cancellationToken).ConfigureAwait(false);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, cancellationToken).ConfigureAwait(false);
        return json.ToArray();
    }

    /// <summary>Describes a problem that an endpoint may answer with.</summary>
    public static RouteHandlerBuilder ProducesApiProblem(this RouteHandlerBuilder endpoint, int status) =>
        endpoint.Produces<ApiProblem>(status, ApiProblem.ContentType);

    // They are read as text, so that a wrong one gets an answer that says what is wrong.
    private static IEnumerable<OpenApiSchema> NumbersOf(OpenApiOperation operation) =>
        (operation.Parameters ?? [])
            .Where(static parameter => Numbers.Contains(parameter.Name))
            .Select(static parameter => parameter.Schema)
            .OfType<OpenApiSchema>();
}
