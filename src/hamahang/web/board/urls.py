"""Addresses of the board, its sessions, resolutions and agencies."""

from django.urls import path

from hamahang.web.board import acting, agencies, binding, home, keeping_minutes, session, views

urlpatterns = [
    path("board/", home.board, name="board"),
    path("board/plan/", home.plan, name="session-plan"),
    path("board/remind/", home.remind, name="board-remind"),
    path("board/committees/new/", home.new_committee, name="committee-new"),
    path("board/committees/<slug:code>/", home.committee, name="committee"),
    path("board/committees/<slug:code>/seats/", home.new_seat, name="seat-new"),
    path("board/committees/<slug:code>/seats/<int:seat_id>/end/", home.end_seat, name="seat-end"),
    path("board/sessions/<int:session_id>/", session.session, name="session"),
    path("board/sessions/<int:session_id>/minutes.<slug:kind>", session.file, name="session-file"),
    path("board/sessions/<int:session_id>/add/", keeping_minutes.add, name="session-add"),
    path("board/sessions/<int:session_id>/arrange/", keeping_minutes.arrange, name="session-arrange"),
    path("board/sessions/<int:session_id>/write/", keeping_minutes.write, name="session-write"),
    path("board/sessions/<int:session_id>/draft/", keeping_minutes.draft, name="session-draft"),
    path("board/sessions/<int:session_id>/drop/", keeping_minutes.drop, name="session-drop"),
    path("board/sessions/<int:session_id>/hold/", keeping_minutes.hold, name="session-hold"),
    path("board/sessions/<int:session_id>/move/", keeping_minutes.move, name="session-move"),
    path("board/sessions/<int:session_id>/pass/", keeping_minutes.pass_all, name="session-pass"),
    path("board/sessions/<int:session_id>/notify/", keeping_minutes.notify, name="session-notify"),
    path("resolutions/", views.resolutions, name="resolutions"),
    path("resolutions/new/", acting.new, name="resolution-new"),
    path("resolutions/<int:resolution_id>/", views.resolution, name="resolution"),
    path("resolutions/<int:resolution_id>/step/", acting.step, name="resolution-step"),
    path("resolutions/<int:resolution_id>/paper/", acting.paper, name="resolution-paper"),
    path("resolutions/<int:resolution_id>/paper/<int:paper_id>/", acting.paper_file, name="resolution-paper-file"),
    path("resolutions/<int:resolution_id>/time/", acting.time, name="resolution-time"),
    path("resolutions/<int:resolution_id>/time/decide/", acting.decide, name="resolution-decide"),
    path("resolutions/<int:resolution_id>/notify/", binding.notify, name="resolution-notify"),
    path("resolutions/<int:resolution_id>/duty/", binding.duty, name="resolution-duty"),
    path("resolutions/<int:resolution_id>/object/", binding.object_to, name="resolution-object"),
    path("resolutions/<int:resolution_id>/object/<int:objection_id>/", binding.settle, name="resolution-settle"),
    path("resolutions/<int:resolution_id>/letters/<int:letter_id>.<slug:kind>", binding.letter, name="letter-file"),
    path("agencies/", agencies.scoreboard, name="agencies"),
    path("agencies/new/", home.new_agency, name="agency-new"),
    path("agencies/mine/", agencies.mine, name="agency-mine"),
]
