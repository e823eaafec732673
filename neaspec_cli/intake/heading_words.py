"""How comment tables head their columns, in English, Chinese, Japanese, Korean and Russian.

Words are written as `grid.words` gives them. A heading is known when it is one of these, or begins or ends
with one; the longest counts. The lists come from the forms of ISO and IEC, IPCC and IPBES, IPPC, UNDP and GEF,
IEEE, W3C and OASIS.
"""

from __future__ import annotations

ROLES: dict[str, str] = {
    "comment": """comment|comments|comment text|comments feedback|feedback|remark|remarks|input|inputs|opinion
        |suggestion|suggestions|comment feedback|reviewer comment|reviewers comments|comment or question
        |意见|评论|评议意见|意见内容|反馈意见|意见和建议|コメント|意見|意見内容|ご意見|意見の内容
        |의견|의견 내용|검토 의견|검토의견|코멘트|замечание|замечания|комментарий|комментарии
        |предложения и замечания|замечания и предложения|содержание замечания|текст замечания""",
    "wording": """proposed change|proposed changes|proposed text|proposed wording|proposed wording of the paragraph
        |proposed new text|suggested change|suggested changes|suggested text|suggested wording|suggested revision
        |recommended change|proposed amendment|amendment|amendments|proposal|proposals|proposed modification|new text
        |proposed rewording|alternative text|建议修改|修改建议|建议文本|拟议修改|修正案|修改意见|建议案文|修正案文
        |提案|変更案|修正提案|수정안|제안|수정 제안|변경 제안|제안 문구|предлагаемое изменение|предлагаемая редакция
        |предложение|предложения|предлагаемый текст|предлагаемая формулировка""",
    "answer": """observation|observations|response|responses|response and actions taken|disposition
        |considerations by the writing team|observations of the secretariat|secretariat observations
        |secretariat response|secretariat comments|comments by the secretariat
        |author response|authors response|author s response|response by authors
        |author s reconciliation comment|reconciliation comment|resolution|decision|change made
        |assessment by the secretariat|management response|action taken|actions taken|response action|reason
        |wording used
        |回复|答复|处理意见|采纳情况|秘书处意见|対応|対応案|事務局回答|事務局の見解|답변|반영 여부|조치|검토 결과
        |사무국 의견|ответ секретариата|решение|результат рассмотрения|принятое решение|замечания секретариата""",
    "paragraph": """paragraph|para|para no|paragraph no|paragraph number|paragraph identifier|paragraph id
        |para number|para no comment location|location|comment location|place|provision|label|paragraph label
        |段落|段|位置|段号|段落编号|箇所|該当箇所|該当段落|段落番号|문단|단락|위치|문단 번호|단락 번호
        |пункт|номер пункта|абзац|место""",
    "element": """paragraph figure table|paragraph figure table note|para figure table|paragraph list item note
        |figure table|para annex figure table|элемент""",
    "section": """section|section no|section number|chapter|part|topic|heading|章节|章|节|節|장|절|раздел|глава""",
    "clause": """clause|clause subclause|clause no|sub clause|subclause|clause subclause annex figure table
        |clause subclause annex|article|条款|项目|項|条項|조항|항목|статья|параграф""",
    "page": """page|page no|page number|pages|from page|start page|page from|pg
        |页|页码|起始页|頁|ページ|ページ番号|페이지|쪽|시작 페이지|стр|страница|номер страницы|со страницы""",
    "line": """line|line no|line number|lines|from line|start line|line from
        |行|行号|起始行|行番号|줄|행|줄 번호|строка|номер строки|со строки""",
    "to page": "to page|end page|page to|结束页|終了ページ|끝 페이지|по страницу",
    "to line": "to line|end line|line to|结束行|終了行|끝 줄|по строку",
    "page line": "page line|page line from|from page line|page and line|页行|ページ行",
    "to page line": "to page line|page line to|to",
    "text": """text|original text|original paragraph text|text as circulated|paragraph text|current text|existing text
        |draft text|quoted text|quote|quotation|text commented on|original wording
        |原文|现文|原文内容|現行|現行文|원문|현행|현행 문구|исходный текст|текущая редакция|действующая редакция""",
    "kind": """type|comment type|type of comment|category|kind|kind of comment|comment category|nature of comment|t
        |意见类型|类型|类别|種類|コメントの種類|種別|区分|유형|구분|의견 유형|의견 종류
        |тип|тип замечания|тип комментария|вид замечания|характер замечания|категория""",
    "name": """name|from|reviewer name|reviewer|author|commenter|commentor|commented by|comment author|respondent
        |submitted by|full name|reviewer s name|姓名|评审人|提出人|氏名|コメント者|提出者|이름|성명|작성자|제출자
        |имя|фио|автор|рецензент|участник""",
    "institution": """institution|institution author|institution organisation|institution organization|organisation
        |organization|affiliation|affiliations|country|member|member body|mb|mb nc|nc|state|member state|government
        |party|source|originator|submitter|on behalf of|company|stakeholder|entity|office|agency|ministry
        |国家|国家机构|机构|单位|成员国|国|国名|機関|機関名|所属|組織|국가|기관|소속|기관명
        |страна|организация|учреждение|государство|источник""",
    "date": "date|date received|date of comment|comment date|received|日期|日付|날짜|일자|дата",
    "number": """number|no|nr|id|comment id|comment no|comment number|comment nr|item|item no|item number
        |issue number|issue no|running number|topic comment|section comment|serial number|sl no|s no|batch|ref
        |reference|序号|编号|意见编号|番号|コメント番号|번호|연번|순번|номер|номер замечания|no п п|п п""",
    "contact": """email|e mail|email address|telephone|phone|address|tel|电子邮件|邮箱|电话|メール|メールアドレス|電話
        |이메일|전화|эл почта|электронная почта|телефон|адрес""",
    "aside": """status|state of comment|closed|verified|resolved|must be satisfied|grade|date acknowledged|heading level
        |level|reviewer id|also asked by|internal note|状态|状態|상태|статус""",
    "mark": "mark",
}
WEAK = """observation|observations|description|summary|submission|submissions|response|responses|answer
    |issue|concern|text|statement|message|body|content|view|views|内容|내용|描述|説明|回答|설명|содержание|текст|ответ|описание"""
"""What heads the comments where no column is headed as such."""


def split(listed: str) -> tuple[str, ...]:
    """The words of a list above."""
    return tuple(" ".join(one.split()) for one in listed.split("|"))
