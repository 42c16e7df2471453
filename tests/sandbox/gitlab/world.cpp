#include "tests/sandbox/gitlab/world.h"

#include <algorithm>

namespace wharf::sandbox {

namespace {

template <class List, class Test>
auto find(const List &list, Test test) -> decltype(&*list.cbegin())
{
    const auto found = std::find_if(list.cbegin(), list.cend(), test);
    return found == list.cend() ? nullptr : &*found;
}

template <class List>
auto findValue(const List &list, const QString &value) -> decltype(&*list.cbegin())
{
    return value.isEmpty() ? nullptr : find(list, [&](const auto &token) { return token.value == value; });
}

} // namespace

const User *GitLabWorld::user(int id) const
{
    return find(users, [id](const User &user) { return user.id == id; });
}

const User *GitLabWorld::userNamed(const QString &nameOrEmail) const
{
    return find(users, [&](const User &user) {
        return user.username.compare(nameOrEmail, Qt::CaseInsensitive) == 0
            || (!user.email.isEmpty() && user.email.compare(nameOrEmail, Qt::CaseInsensitive) == 0);
    });
}

const Project *GitLabWorld::project(int id) const
{
    return find(projects, [id](const Project &project) { return project.id == id; });
}

const Project *GitLabWorld::projectAt(const QString &path) const
{
    return find(projects, [&](const Project &project) { return project.path.compare(path, Qt::CaseInsensitive) == 0; });
}

const AccessToken *GitLabWorld::accessToken(const QString &value) const
{
    return findValue(accessTokens, value);
}

const DeployToken *GitLabWorld::deployToken(const QString &value) const
{
    return findValue(deployTokens, value);
}

const Job *GitLabWorld::jobWithToken(const QString &value) const
{
    return value.isEmpty() ? nullptr : find(jobs, [&](const Job &job) { return job.token == value; });
}

Role GitLabWorld::role(int userId, const Project &project) const
{
    const User *who = user(userId);
    if (who != nullptr && who->admin)
        return Role::Owner;
    Role highest = Role::None;
    for (const Membership &membership : memberships) {
        if (membership.userId == userId && isAtOrBelow(project.path, membership.path))
            highest = std::max(highest, membership.role);
    }
    return highest;
}

bool isAtOrBelow(const QString &path, const QString &root)
{
    return path.compare(root, Qt::CaseInsensitive) == 0 || path.startsWith(root + QLatin1Char('/'), Qt::CaseInsensitive);
}

} // namespace wharf::sandbox
