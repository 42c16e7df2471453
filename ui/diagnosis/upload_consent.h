#pragma once

#include <QObject>
#include <QHash>

class QSettings;

namespace wharf::ui {

/// Asks once before anything is uploaded to a repository: yes, or without it. The answer holds for the repository as long as
/// the window, or for good where somebody says so; the settings page takes that back.
class UploadConsent final : public QObject {
    Q_OBJECT
public:
    enum class Answer { Ask, Upload, Without };

    UploadConsent(QSettings &settings, QWidget *page);

    /// Answers at once where the answer is known, else with a question of its own. Silence where somebody cancels.
    void ask(const QString &repository);
    /// Takes an open question back.
    void withdraw();

    /// What holds for good.
    [[nodiscard]] static Answer kept(const QSettings &settings);
    static void keep(QSettings &settings, Answer answer);

Q_SIGNALS:
    void answered(bool upload);

private:
    void open(const QString &repository);

    QSettings &m_settings;
    QWidget *m_page;
    QHash<QString, bool> m_answers;
};

} // namespace wharf::ui
