using Platform.ClickHouseHost.Engine;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost.Http;

/// <summary>GET and POST /: one query each.</summary>
internal sealed class QueryEndpoint(
    Engine.Engine engine,
    ConnectionPool pool,
    Credentials credentials,
    EngineHostOptions options,
    ILogger<QueryEndpoint> log
)
{
    public async Task HandleAsync(HttpContext context)
    {
        var answer = new Answer(context);
        var gone = context.RequestAborted;
        try
        {
            if (HttpMethods.IsGet(context.Request.Method) && !context.Request.QueryString.HasValue)
            {
                // Nothing is asked: the server only says that it is there, to anyone, as /ping does.
                await context.Response.WriteAsync("Ok.\n", gone);
                return;
            }

            credentials.Check(context.Request);
            var request = QueryRequest.Read(context.Request, options);
            answer.Name(request, engine.TimeZone);
            await using var body = RequestBody.Of(context.Request, options);
            await AnswerAsync(request, body, answer, gone);
        }
        catch (Exception) when (gone.IsCancellationRequested)
        {
            // Whatever failed, failed because nobody is there any more.
            Log.ClientGone(log, answer.QueryId);
        }
        catch (BadHttpRequestException error) when (!answer.HasBegun)
        {
            await answer.FailAsync(Malformed(error));
        }
        catch (IOException)
        {
            Log.ClientGone(log, answer.QueryId);
        }
        catch (EngineException error) when (!answer.HasBegun)
        {
            await answer.FailAsync(error);
        }
        catch (EngineException error)
        {
            Log.FailedMidway(log, answer.QueryId, error.Code);
            await answer.FailMidwayAsync(error);

            // Leaving by an exception makes the server close the connection without the end of the response.
            throw;
        }
        catch (Exception error) when (!answer.HasBegun)
        {
            Log.HostFailure(log, answer.QueryId, error);
            await answer.FailAsync(
                new EngineException(
                    ErrorCode.UnknownException,
                    "UNKNOWN_EXCEPTION",
                    "The host failed; its log says how, under this query id"
                )
            );
        }
    }

    private async Task AnswerAsync(
        QueryRequest request,
        RequestBody body,
        Answer answer,
        CancellationToken gone
    )
    {
        using var text = await QueryText.ReadAsync(
            request.Query,
            body,
            options.QueryTextBytesMax,
            gone
        );
        StatementRules.Check(text.Statement, request);
        var connection = await pool.RentAsync(gone);
        var succeeded = false;
        try
        {
            await using var cancellation = new Cancellation(engine, connection, log, gone);
            connection.State.Enter(
                connection,
                request.Database,
                StatementRules.Settings(text.Statement, request, options)
            );
            await new QueryRun(connection, request, answer).RunAsync(text, body, gone);
            succeeded = true;
        }
        finally
        {
            Release(connection, text.Statement, succeeded);
        }
    }

    private EngineException Malformed(BadHttpRequestException error) =>
        error.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => RequestBody.TooLarge(options.BodyBytesMax),
            StatusCodes.Status408RequestTimeout => new EngineException(
                ErrorCode.SocketTimeout,
                "SOCKET_TIMEOUT",
                $"The body did not come on for {options.StalledClientSecondsMax} s (option Host:StalledClientSecondsMax)"
            ),
            _ => new EngineException(ErrorCode.BadArguments, "BAD_ARGUMENTS", error.Message),
        };

    private void Release(EngineConnection connection, Statement statement, bool succeeded)
    {
        try
        {
            connection.State.Leave(
                connection,
                engine.Defaults,
                statement.ChangesSession,
                failed: !succeeded
            );
        }
        catch (EngineException error)
        {
            Log.NotReset(log, connection.Tag, error);
        }
        finally
        {
            pool.Return(connection);
        }
    }
}
