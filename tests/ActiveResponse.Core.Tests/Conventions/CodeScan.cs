using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ActiveResponse.Tests.Conventions;

/// <summary>
/// Finds code that is hard to read: long lines, nested conditional expressions, long or branching members; and waits that spin.
/// </summary>
internal static class CodeScan
{
    public const int LongestLine = 140;
    public const int LongestBody = 40;
    public const int LargestComplexity = 10;
    private const string Reason = "// Long: ";
    private static readonly string[] Yields = ["Task.Yield", "Thread.Yield", "Thread.SpinWait", "SpinWait.SpinUntil"];

    /// <summary>Lines that are too long, as <c>path:line: what</c>.</summary>
    public static IEnumerable<string> LongLines(string path, string text) =>
        text.Split('\n')
            .Select(static (line, index) => (Length: line.TrimEnd('\r').Length, Number: index + 1))
            .Where(static line => line.Length > LongestLine)
            .Select(line => $"{path}:{line.Number}: {line.Length} columns");

    /// <summary>Conditional expressions that are part of another one, but in a lambda of it.</summary>
    public static IEnumerable<string> NestedConditionals(string path, string text) =>
        Root(text)
            .DescendantNodes()
            .OfType<ConditionalExpressionSyntax>()
            .Where(IsNested)
            .Select(inner => $"{path}:{LineOf(inner)}: {inner.Condition}");

    /// <summary>Members whose body is too long or branches too often, without a comment before them that gives the reason.</summary>
    public static IEnumerable<string> LongMembers(string path, string text) =>
        from member in Members(text)
        where member.IsLong && !HasReason(member.Node)
        select $"{path}:{LineOf(member.Node)}: {NameOf(member.Node)} has {member.Lines} lines and a complexity of {member.Complexity}";

    /// <summary>Members with such a reason that are short.</summary>
    public static IEnumerable<string> NeedlessReasons(string path, string text) =>
        from member in Members(text)
        where !member.IsLong && HasReason(member.Node)
        select $"{path}:{LineOf(member.Node)}: {NameOf(member.Node)} needs no reason";

    private static IEnumerable<(SyntaxNode Node, int Lines, int Complexity, bool IsLong)> Members(string text) =>
        from node in Root(text).DescendantNodes()
        let body = BodyOf(node)
        where body is not null
        let lines = LinesOf(body)
        let complexity = ComplexityOf(body)
        select (node, lines, complexity, lines > LongestBody || complexity > LargestComplexity);

    /// <summary>
    /// Waits that use up a processor: what only yields, and loops that move a clock until a task has ended.
    /// </summary>
    public static IEnumerable<string> SpinningWaits(string path, string text)
    {
        var nodes = Root(text).DescendantNodes().ToList();
        var yields = nodes.OfType<MemberAccessExpressionSyntax>().Where(static access => Yields.Contains(access.ToString()));
        var loops = nodes
            .OfType<WhileStatementSyntax>()
            .Where(static loop => loop.Condition.ToString().Contains("IsCompleted") && Moves(loop));
        return yields.Concat<SyntaxNode>(loops).Select(node => $"{path}:{LineOf(node)}: {node.ToString().Split('\n')[0].Trim()}");
    }

    private static bool Moves(WhileStatementSyntax loop) =>
        loop
            .Statement.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Any(static call => call.Expression.ToString().EndsWith(".Advance", StringComparison.Ordinal));

    private static SyntaxNode Root(string text) => CSharpSyntaxTree.ParseText(text).GetRoot();

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static bool IsNested(ConditionalExpressionSyntax conditional) =>
        conditional
            .Ancestors()
            .TakeWhile(static node => node is not (LambdaExpressionSyntax or StatementSyntax or MemberDeclarationSyntax))
            .Any(static node => node is ConditionalExpressionSyntax);

    private static SyntaxNode? BodyOf(SyntaxNode member) =>
        member switch
        {
            BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody,
            LocalFunctionStatementSyntax function => (SyntaxNode?)function.Body ?? function.ExpressionBody,
            AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody,
            PropertyDeclarationSyntax property => property.ExpressionBody,
            _ => null,
        };

    // The lines between the braces, or those of the expression.
    private static int LinesOf(SyntaxNode body)
    {
        var span = body.GetLocation().GetLineSpan();
        var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
        return body is BlockSyntax ? lines - 2 : lines;
    }

    // What a local function or a lambda branches counts for itself.
    private static int ComplexityOf(SyntaxNode body) =>
        1 + body.DescendantNodes(static node => node is not (LocalFunctionStatementSyntax or LambdaExpressionSyntax)).Count(IsBranch);

    private static bool IsBranch(SyntaxNode node) =>
        node
            is IfStatementSyntax
                or WhileStatementSyntax
                or DoStatementSyntax
                or ForStatementSyntax
                or CommonForEachStatementSyntax
                or CaseSwitchLabelSyntax
                or CasePatternSwitchLabelSyntax
                or CatchClauseSyntax
                or ConditionalExpressionSyntax
        || node.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression;

    private static bool HasReason(SyntaxNode member) =>
        member
            .GetLeadingTrivia()
            .Any(static trivia =>
                trivia.ToString() is { } comment
                && comment.StartsWith(Reason, StringComparison.Ordinal)
                && comment.Length > Reason.Length + 10
            );

    private static string NameOf(SyntaxNode member) =>
        member switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
            LocalFunctionStatementSyntax function => function.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            _ => member.Kind().ToString(),
        };
}
