#include "tests/sandbox/gitlab/rest_api.h"

#include "tests/sandbox/gitlab/rest_guard.h"
#include "tests/sandbox/gitlab/token_rotation.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

namespace wharf::sandbox {

namespace {

QStringList readers(const QStringList &more = {})
{
    return QStringList { QStringLiteral("api"), QStringLiteral("read_api") } + more;
}

Answer notFound(const QString &what)
{
    return apiMessage(404, QStringLiteral("404 %1 Not Found").arg(what));
}

Answer ownToken(GitLabWorld &world, const Request &request, const QDateTime &now)
{
    const auto guarded = guard(world, request, {}, now);
    if (const Answer *refusal = std::get_if<Answer>(&guarded))
        return *refusal;
    const AccessToken &token = *std::get<const AccessToken *>(guarded);
    if (token.owner == TokenOwner::OAuth)
        return apiMessage(400, QStringLiteral("400 Bad request - This endpoint requires token type to be a personal access token"));
    if (token.granular && !token.permissions.contains(QLatin1String("read_personal_access_token"))) {
        return jsonAnswer(403, { { QStringLiteral("error"), QStringLiteral("insufficient_granular_scope") },
                                 { QStringLiteral("error_description"), QStringLiteral("Access denied: Your Personal Access Token lacks the required permissions: [read_personal_access_token].") } });
    }
    if (request.method == "DELETE") {
        const QString value = token.value;
        for (AccessToken &each : world.accessTokens) {
            if (each.value == value)
                each.revoked = true;
        }
        return emptyAnswer(204);
    }
    return jsonAnswer(200, tokenEntity(token, world.settings, now));
}

Answer associations(const GitLabWorld &world, const Request &request, const QDateTime &now)
{
    const auto guarded = guard(world, request, {}, now);
    if (const Answer *refusal = std::get_if<Answer>(&guarded))
        return *refusal;
    const int atLeast = qMax(request.queryValue(QStringLiteral("min_access_level")).toInt(), static_cast<int>(Role::Guest));
    const int userId = std::get<const AccessToken *>(guarded)->userId;
    QJsonArray projects;
    for (const Project &project : world.projects) {
        if (static_cast<int>(world.role(userId, project)) >= atLeast)
            projects << QJsonObject { { QStringLiteral("id"), project.id }, { QStringLiteral("path_with_namespace"), project.path } };
    }
    return jsonAnswer(200, { { QStringLiteral("groups"), QJsonArray() }, { QStringLiteral("projects"), projects } });
}

QJsonObject userEntity(const User &user)
{
    return { { QStringLiteral("id"), user.id },
             { QStringLiteral("username"), user.username },
             { QStringLiteral("name"), user.name },
             { QStringLiteral("email"), user.email },
             { QStringLiteral("state"), user.state == UserState::Active ? QStringLiteral("active") : QStringLiteral("blocked") },
             { QStringLiteral("bot"), user.bot } };
}

Answer ownUser(const GitLabWorld &world, const Request &request, const QDateTime &now)
{
    const auto guarded = guard(world, request, readers({ QStringLiteral("read_user") }), now);
    if (const Answer *refusal = std::get_if<Answer>(&guarded))
        return *refusal;
    return jsonAnswer(200, userEntity(*world.user(std::get<const AccessToken *>(guarded)->userId)));
}

Answer metadata(const GitLabWorld &world, const Request &request, const QDateTime &now, bool wholly)
{
    const auto guarded = guard(world, request, readers({ QStringLiteral("read_user") }), now);
    if (const Answer *refusal = std::get_if<Answer>(&guarded))
        return refusal->status == 403 ? *refusal : unauthorized();
    QJsonObject body { { QStringLiteral("version"), world.settings.version }, { QStringLiteral("revision"), QStringLiteral("5d3ffb60b1d") } };
    if (wholly) {
        body.insert(QStringLiteral("kas"), QJsonObject { { QStringLiteral("enabled"), false },
                                                         { QStringLiteral("externalUrl"), QJsonValue::Null },
                                                         { QStringLiteral("externalK8sProxyUrl"), QJsonValue::Null },
                                                         { QStringLiteral("version"), QJsonValue::Null } });
        body.insert(QStringLiteral("enterprise"), true);
    }
    return jsonAnswer(200, body);
}

Answer ownJob(const GitLabWorld &world, const Request &request, const QDateTime &now)
{
    QString token = QString::fromUtf8(request.header("JOB-TOKEN"));
    if (token.isEmpty())
        token = request.queryValue(QStringLiteral("job_token"));
    const Job *job = world.jobWithToken(token);
    if (job == nullptr || !isAlive(*job, world, now))
        return unauthorized();
    const User &user = *world.user(job->userId);
    return jsonAnswer(200, { { QStringLiteral("id"), job->id },
                             { QStringLiteral("name"), job->name },
                             { QStringLiteral("stage"), job->stage },
                             { QStringLiteral("ref"), job->ref },
                             { QStringLiteral("tag"), false },
                             { QStringLiteral("status"), QStringLiteral("running") },
                             { QStringLiteral("finished_at"), QJsonValue::Null },
                             { QStringLiteral("web_url"), QStringLiteral("https://gitlab.example.com/%1/-/jobs/%2").arg(world.project(job->projectId)->path).arg(job->id) },
                             { QStringLiteral("pipeline"), QJsonObject { { QStringLiteral("id"), job->id + 1000 },
                                                                        { QStringLiteral("project_id"), job->projectId },
                                                                        { QStringLiteral("ref"), job->ref },
                                                                        { QStringLiteral("status"), QStringLiteral("running") } } },
                             { QStringLiteral("user"), userEntity(user) } });
}

const Project *projectById(const GitLabWorld &world, const QByteArray &id)
{
    const QString text = QUrl::fromPercentEncoding(id);
    bool number = false;
    const int value = text.toInt(&number);
    return number ? world.project(value) : world.projectAt(text);
}

Answer oneProject(const GitLabWorld &world, const QByteArray &id, bool repositories, const Request &request, const QDateTime &now)
{
    const auto guarded = guard(world, request, readers(), now);
    if (const Answer *refusal = std::get_if<Answer>(&guarded))
        return *refusal;
    const int userId = std::get<const AccessToken *>(guarded)->userId;
    const Project *project = projectById(world, id);
    const Role role = project == nullptr ? Role::None : world.role(userId, *project);
    if (project == nullptr || (role == Role::None && project->visibility == Visibility::Private))
        return notFound(QStringLiteral("Project"));
    if (repositories) {
        QJsonArray list;
        for (const QString &path : project->repositories) {
            list << QJsonObject { { QStringLiteral("id"), static_cast<int>(list.size()) + 1 },
                                  { QStringLiteral("name"), path.mid(project->path.size() + 1) },
                                  { QStringLiteral("path"), path },
                                  { QStringLiteral("project_id"), project->id } };
        }
        return { 200, "application/json; charset=utf-8", QJsonDocument(list).toJson(QJsonDocument::Compact), {} };
    }
    static const QStringList levels { QStringLiteral("disabled"), QStringLiteral("private"), QStringLiteral("enabled") };
    static const QStringList visibilities { QStringLiteral("private"), QStringLiteral("internal"), QStringLiteral("public") };
    return jsonAnswer(200, { { QStringLiteral("id"), project->id },
                             { QStringLiteral("path_with_namespace"), project->path },
                             { QStringLiteral("visibility"), visibilities.at(static_cast<int>(project->visibility)) },
                             { QStringLiteral("container_registry_access_level"), levels.at(static_cast<int>(project->registry)) },
                             { QStringLiteral("permissions"),
                               QJsonObject { { QStringLiteral("project_access"), QJsonObject { { QStringLiteral("access_level"), static_cast<int>(role) } } },
                                             { QStringLiteral("group_access"), QJsonValue::Null } } } });
}

/// `/projects/:id/access_tokens/self/rotate` and the same for groups.
Answer rotateOwned(GitLabWorld &world, const QByteArrayList &parts, const Request &request, const QDateTime &now)
{
    if (parts.at(0) == "groups")
        return rotate(world, request, TokenOwner::Group, QUrl::fromPercentEncoding(parts.at(1)), now);
    const Project *project = projectById(world, parts.at(1));
    return project == nullptr ? notFound(QStringLiteral("Project")) : rotate(world, request, TokenOwner::Project, project->path, now);
}

} // namespace

Answer restAnswer(GitLabWorld &world, const QByteArray &path, const Request &request, const QDateTime &now)
{
    const bool get = request.method == "GET" || request.method == "HEAD";
    if (path == "/personal_access_tokens/self" && (get || request.method == "DELETE"))
        return ownToken(world, request, now);
    if (path == "/personal_access_tokens/self/associations" && get)
        return associations(world, request, now);
    if (path == "/personal_access_tokens/self/rotate" && request.method == "POST")
        return rotate(world, request, std::nullopt, {}, now);
    if (path == "/user" && get)
        return ownUser(world, request, now);
    if ((path == "/metadata" || path == "/version") && get)
        return metadata(world, request, now, path == "/metadata");
    if (path == "/job" && get)
        return ownJob(world, request, now);
    const QByteArrayList parts = path.mid(1).split('/');
    const bool owned = parts.value(0) == "projects" || parts.value(0) == "groups";
    if (owned && parts.mid(2) == QByteArrayList { "access_tokens", "self", "rotate" } && request.method == "POST")
        return rotateOwned(world, parts, request, now);
    if (parts.value(0) == "projects" && get && parts.size() == 2)
        return oneProject(world, parts.at(1), false, request, now);
    if (parts.value(0) == "projects" && get && parts.mid(2) == QByteArrayList { "registry", "repositories" })
        return oneProject(world, parts.at(1), true, request, now);
    return jsonAnswer(404, { { QStringLiteral("error"), QStringLiteral("404 Not Found") } });
}

} // namespace wharf::sandbox
